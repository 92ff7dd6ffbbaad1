import type { Batch, CodeEvent, CodeRange } from '@mashang/contract';
import { computed, ref, shallowRef } from 'vue';
import { ApiError } from '../../shared/api.ts';
import { beijingDay } from '../../shared/beijing-days.ts';
import { planChange } from './plan-change.ts';
import type { RangeAction } from './plan-change.ts';
import { readChange } from './read-change.ts';
import type { ChangeFields } from './read-change.ts';
import type { SpanFields } from './read-span.ts';
import { readAllRanges, readLatestEvent, sendChange } from './send-change.ts';

/** A change of codes on its way: what is typed, what it would do, and what the server said. */
export function useRangeChange(batch: () => Batch, action: () => RangeAction) {
  const fields = ref<ChangeFields>(emptyFields());
  const ranges = shallowRef<CodeRange[] | null>(null);
  const isAll = ref(true);
  const planFailure = shallowRef<ApiError | null>(null);
  const failure = shallowRef<ApiError | null>(null);
  const latest = shallowRef<CodeEvent | null>(null);
  const isBusy = ref(false);
  let opening = 0;

  const read = computed(() => readChange(action(), fields.value, batch().serials, new Date()));
  const plan = computed(() =>
    ranges.value && read.value.span
      ? planChange(action(), read.value.span, ranges.value, read.value)
      : null,
  );

  /** Begins anew, with these serials or all of them. */
  async function open(span: SpanFields | null): Promise<void> {
    fields.value = { ...emptyFields(), ...span, isWhole: span === null };
    ranges.value = null;
    failure.value = null;
    latest.value = null;
    await loadRanges();
  }

  async function loadRanges(): Promise<void> {
    const mine = ++opening;
    planFailure.value = null;
    try {
      const found = await readAllRanges(batch().batchId);
      if (mine !== opening) return;
      ranges.value = found.ranges;
      isAll.value = found.isAll;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (mine === opening && ranges.value === null) planFailure.value = error;
    }
  }

  /** Null when it was refused; then `failure` says why, and what was typed stays. */
  async function send(): Promise<Batch | null> {
    if (isBusy.value || !plan.value) return null;
    isBusy.value = true;
    failure.value = null;
    latest.value = null;
    try {
      return await sendChange(action(), batch().batchId, read.value, plan.value.changes.serials);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      failure.value = error;
      await Promise.all([loadRanges(), error.status === 409 ? loadLatest() : null]);
      return null;
    } finally {
      isBusy.value = false;
    }
  }

  async function loadLatest(): Promise<void> {
    latest.value = await readLatestEvent(batch().batchId).catch(() => null);
  }

  return {
    fields,
    read,
    plan,
    isAll,
    planFailure,
    failure,
    latest,
    isBusy,
    open,
    loadRanges,
    send,
  };
}

function emptyFields(): ChangeFields {
  return {
    isWhole: true,
    first: '',
    last: '',
    isLater: false,
    clock: { day: beijingDay(new Date()), time: '' },
    productId: undefined,
    points: '',
    reason: '',
  };
}
