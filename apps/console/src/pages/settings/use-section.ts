import type { Settings } from '@mashang/contract';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Ref } from 'vue';
import { ApiError, call } from '../../shared/api.ts';
import { notify, notifyError } from '../../shared/notify.ts';
import { texts } from '../../shared/texts.ts';

export type SectionName = keyof Settings;

interface SectionInput<Form> {
  name: SectionName;
  settings: () => Settings;
  formOf: (settings: Settings) => Form;
  /** Sends the form; null when it cannot be sent as it is. */
  save: (form: Form, version: number) => Promise<Settings> | null;
  onSaved: (settings: Settings) => void;
}

/** One part of the settings: what was typed, saving it, and meeting somebody else's save. */
export function useSection<Form extends object>(input: SectionInput<Form>) {
  const { name, settings, formOf, onSaved } = input;
  const form = ref(formOf(settings())) as Ref<Form>;
  const clean = ref(contentOf(form.value));
  const version = ref(settings()[name].version);
  const isBusy = ref(false);
  const isShowingErrors = ref(false);
  /** What somebody else saved meanwhile, until it is decided whose content stays. */
  const theirs = shallowRef<Settings | null>(null);
  const isDirty = computed(() => contentOf(form.value) !== clean.value);

  function adopt(known: Settings): void {
    form.value = formOf(known);
    clean.value = contentOf(form.value);
    version.value = known[name].version;
    isShowingErrors.value = false;
    theirs.value = null;
  }

  // Another section's save brings everything anew; what is being typed here stays.
  watch(settings, (known) => {
    if (!isDirty.value && !isBusy.value) adopt(known);
  });

  async function save(): Promise<void> {
    isShowingErrors.value = true;
    if (isBusy.value) return;
    const sent = contentOf(form.value);
    const saving = input.save(form.value, version.value);
    if (!saving) return;
    isBusy.value = true;
    try {
      const saved = await saving;
      // What was typed while the answer was on its way stays a change.
      if (contentOf(form.value) === sent) adopt(saved);
      version.value = saved[name].version;
      theirs.value = null;
      notify(texts.value.common.saved);
      onSaved(saved);
    } catch (error) {
      await explain(error);
    } finally {
      isBusy.value = false;
    }
  }

  async function explain(error: unknown): Promise<void> {
    if (!(error instanceof ApiError) || error.code !== 'changed_meanwhile') {
      return notifyError(error);
    }
    try {
      theirs.value = await call('GET /api/hq/settings', {});
    } catch (second) {
      notifyError(second);
    }
  }

  async function overwrite(): Promise<void> {
    if (!theirs.value) return;
    version.value = theirs.value[name].version;
    await save();
  }

  function takeTheirs(): void {
    const known = theirs.value;
    if (!known) return;
    adopt(known);
    onSaved(known);
  }

  return { form, isBusy, isDirty, isShowingErrors, theirs, save, overwrite, takeTheirs };
}

function contentOf(form: object): string {
  return JSON.stringify(form);
}
