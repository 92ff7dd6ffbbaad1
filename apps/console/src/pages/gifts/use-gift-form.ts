import type { Gift } from '@mashang/contract';
import { computed, ref, shallowRef } from 'vue';
import { ApiError, call } from '../../shared/api.ts';
import { notify, notifyError } from '../../shared/notify.ts';
import { texts } from '../../shared/texts.ts';
import { formOf, readForm } from './gift-fields.ts';
import type { FieldErrors } from './gift-fields.ts';

interface GiftFormInput {
  gift: () => Gift | null;
  onCreated: (gift: Gift) => void;
  onSaved: (gift: Gift) => void;
}

/** The form of a gift: what was typed, saving it, and meeting somebody else's save. */
export function useGiftForm({ gift, onCreated, onSaved }: GiftFormInput) {
  const form = ref(formOf(gift()));
  const clean = ref(contentOf(form.value));
  const isBusy = ref(false);
  const isShowingErrors = ref(false);
  /** What somebody else saved meanwhile, until it is decided whose content stays. */
  const theirs = shallowRef<Gift | null>(null);

  const read = computed(() => readForm(form.value));
  const errors = computed<FieldErrors>(() =>
    isShowingErrors.value ? (read.value.errors ?? {}) : {},
  );
  const isDirty = computed(() => contentOf(form.value) !== clean.value);

  /** The editor's own way to write the text it was given; only what is typed later is a change. */
  function settleText(html: string): void {
    const isUntouched = !isDirty.value;
    form.value.descriptionHtml = html;
    if (isUntouched) clean.value = contentOf(form.value);
  }

  async function save(): Promise<void> {
    await saveOver(gift()?.version ?? 0);
  }

  async function saveOver(version: number): Promise<void> {
    isShowingErrors.value = true;
    const content = read.value;
    if (isBusy.value || content.errors) return;
    isBusy.value = true;
    const sent = contentOf(form.value);
    const known = gift();
    try {
      const { fields, stock } = content;
      const saved = known
        ? await call('PUT /api/hq/gifts/:giftId', {
            params: { giftId: known.giftId },
            body: { ...fields, version },
          })
        : await call('POST /api/hq/gifts', { body: { ...fields, stock } });
      // What was typed while the answer was on its way stays a change.
      clean.value = sent;
      theirs.value = null;
      isShowingErrors.value = false;
      notify(known ? texts.value.common.saved : texts.value.gifts.created);
      if (known) onSaved(saved);
      else onCreated(saved);
    } catch (error) {
      await explain(error, known);
    } finally {
      isBusy.value = false;
    }
  }

  async function explain(error: unknown, known: Gift | null): Promise<void> {
    const isConflict = error instanceof ApiError && error.code === 'changed_meanwhile';
    if (!isConflict || !known) return notifyError(error);
    try {
      const params = { giftId: known.giftId };
      theirs.value = await call('GET /api/hq/gifts/:giftId', { params });
    } catch (second) {
      notifyError(second);
    }
  }

  async function overwrite(): Promise<void> {
    if (theirs.value) await saveOver(theirs.value.version);
  }

  function takeTheirs(): void {
    if (!theirs.value) return;
    form.value = formOf(theirs.value);
    clean.value = contentOf(form.value);
    onSaved(theirs.value);
    theirs.value = null;
  }

  return { form, errors, isBusy, isDirty, theirs, save, overwrite, takeTheirs, settleText };
}

function contentOf(form: ReturnType<typeof formOf>): string {
  return JSON.stringify(form);
}
