import { computed, nextTick, ref, shallowRef } from 'vue';
import { ApiError } from './api.ts';
import type { FailureCode } from './api.ts';
import { failureText } from './failure-text.ts';
import { noticeLostSession } from './session.ts';

type Problems<Place extends string> = Partial<Record<Place | 'form', string>>;

/**
 * What is wrong with a form, place by place, and its one button. A refusal of the server is put beside
 * the field it is about; `form` is the place of everything else.
 *
 * @param places which field a refusal belongs to
 * @param fields which field the server means by the name it gives in `details.field`
 */
export function useForm<Place extends string>(
  places: Partial<Record<FailureCode, Place>> = {},
  fields: Record<string, Place> = {},
) {
  const form = ref<HTMLElement>();
  const problems = shallowRef<Problems<Place>>({});
  const submitting = ref(false);
  const hasProblems = computed(() => Object.keys(problems.value as object).length > 0);

  function complain(place: Place | 'form', text: string): void {
    problems.value = { ...problems.value, [place]: text } as Problems<Place>;
  }

  function complainOf(error: unknown, fallback: Place | 'form' = 'form'): void {
    const known = error instanceof ApiError ? error : undefined;
    const named = fields[String(known?.details['field'])];
    const place = named ?? (known && places[known.code]);
    complain(place ?? fallback, failureText(error));
  }

  /** Forgets what was wrong, lets `check` complain, and does the work if it did not. */
  async function submit(check: () => void, work: () => Promise<void>): Promise<boolean> {
    if (submitting.value) return false;
    problems.value = {};
    check();
    if (hasProblems.value) {
      await focusProblem();
      return false;
    }
    submitting.value = true;
    try {
      await work();
      return true;
    } catch (error) {
      complainOf(error);
      await focusProblem();
      await noticeLostSession(error);
      return false;
    } finally {
      submitting.value = false;
    }
  }

  async function focusProblem(): Promise<void> {
    await nextTick();
    form.value?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  function clear(): void {
    problems.value = {};
  }

  return { form, problems, submitting, complain, complainOf, submit, focusProblem, clear };
}
