import type { Campaign } from '@mashang/contract';
import { computed, ref, shallowRef } from 'vue';
import { ApiError, call } from '../../shared/api.ts';
import { notifyError } from '../../shared/notify.ts';
import { formOf, readForm } from './campaign-fields.ts';
import type { CampaignForm, FieldErrors } from './campaign-fields.ts';

interface CampaignFormInput {
  campaign: () => Campaign | null;
  /** Content to begin with when there is no campaign yet. */
  first: () => CampaignForm;
  onSaved: (campaign: Campaign) => void;
}

/** The form of a campaign: what was typed, saving it, and meeting somebody else's save. */
export function useCampaignForm({ campaign, first, onSaved }: CampaignFormInput) {
  const known = campaign();
  const form = ref(known ? formOf(known) : first());
  const clean = ref(contentOf(form.value));
  const isBusy = ref(false);
  const isShowingErrors = ref(false);
  /** What somebody else saved meanwhile, until it is decided whose content stays. */
  const theirs = shallowRef<Campaign | null>(null);

  const read = computed(() => readForm(form.value, campaign()?.spentPoints));
  const errors = computed<FieldErrors>(() =>
    isShowingErrors.value ? (read.value.errors ?? {}) : {},
  );
  const isDirty = computed(() => contentOf(form.value) !== clean.value);

  /** The campaign as it was saved; null when it was not, and why is on screen. */
  async function save(): Promise<Campaign | null> {
    return saveOver(campaign()?.version ?? 0);
  }

  async function saveOver(version: number): Promise<Campaign | null> {
    isShowingErrors.value = true;
    const { fields } = read.value;
    if (isBusy.value || !fields) return null;
    const before = campaign();
    if (before && !isDirty.value && before.version === version) return before;
    isBusy.value = true;
    const sent = contentOf(form.value);
    try {
      const saved = before
        ? await call('PUT /api/hq/campaigns/:campaignId', {
            params: { campaignId: before.campaignId },
            body: { ...fields, version },
          })
        : await call('POST /api/hq/campaigns', { body: fields });
      // What was typed while the answer was on its way stays a change.
      clean.value = sent;
      theirs.value = null;
      isShowingErrors.value = false;
      onSaved(saved);
      return saved;
    } catch (error) {
      await explain(error, before);
      return null;
    } finally {
      isBusy.value = false;
    }
  }

  async function explain(error: unknown, before: Campaign | null): Promise<void> {
    const isConflict = error instanceof ApiError && error.code === 'changed_meanwhile';
    if (!isConflict || !before) return notifyError(error);
    try {
      const params = { campaignId: before.campaignId };
      theirs.value = await call('GET /api/hq/campaigns/:campaignId', { params });
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

  return { form, errors, isBusy, isDirty, theirs, save, overwrite, takeTheirs };
}

function contentOf(form: CampaignForm): string {
  return JSON.stringify(form);
}
