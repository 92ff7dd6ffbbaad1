import type { AppealDetail } from '@mashang/contract';
import { computed, reactive, ref, shallowRef } from 'vue';
import { ApiError, call } from '../../shared/api.ts';
import { askConfirm } from '../../shared/ask-confirm.ts';
import { newAttemptId } from '../../shared/attempt-id.ts';
import { formatNumber } from '../../shared/format.ts';
import { notify, notifyError } from '../../shared/notify.ts';
import { texts } from '../../shared/texts.ts';
import { readAnswer } from './read-answer.ts';
import type { AppealRules, ReadAnswer } from './read-answer.ts';

interface AnswerInput {
  appeal: () => AppealDetail;
  onAnswered: (appeal: AppealDetail) => void;
  /** Somebody else was there first. */
  onStale: () => void;
}

/** The answer to an appeal: what is typed, by which rules, and sending it once. */
export function useAnswer({ appeal, onAnswered, onStale }: AnswerInput) {
  const rules = shallowRef<AppealRules | null>(null);
  const failure = shallowRef<ApiError | null>(null);
  const form = reactive({ answer: '', points: '', reason: '' });
  const isBusy = ref(false);
  const isShowingErrors = ref(false);
  /** No answer came: it may have happened, so the same attempt has to be repeated unchanged. */
  const isUncertain = ref(false);
  const attemptId = newAttemptId();

  const read = computed(() => rules.value && readAnswer(form, rules.value));
  const isDirty = computed(() => Object.values(form).some((text) => text.trim() !== ''));

  async function loadRules(): Promise<void> {
    failure.value = null;
    try {
      rules.value = await call('GET /api/hq/appeal-rules', {});
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      failure.value = error;
    }
  }

  async function submit(): Promise<void> {
    isShowingErrors.value = true;
    const answer = read.value;
    if (isBusy.value || !answer || Object.keys(answer.faults).length > 0) return;
    if (!isUncertain.value && !(await confirm(answer))) return;
    await send(answer);
  }

  async function send({ answer, points, reason, needsApproval }: ReadAnswer): Promise<void> {
    isBusy.value = true;
    const { appealId, version } = appeal();
    try {
      const body = { attemptId, version, answer, points, reason };
      const params = { appealId };
      const answered = await call('POST /api/hq/appeals/:appealId/answer', { params, body });
      isUncertain.value = false;
      Object.assign(form, { answer: '', points: '', reason: '' });
      const { sent, proposedDone } = texts.value.appeals;
      notify(needsApproval ? proposedDone : sent);
      onAnswered(answered);
    } catch (error) {
      isUncertain.value = error instanceof ApiError && (error.status === 0 || error.status >= 500);
      notifyError(error);
      if (!(error instanceof ApiError)) return;
      if (['changed_meanwhile', 'appeal_state_conflict'].includes(error.code)) onStale();
      // Somebody changed the rules, or this clerk answers in two windows.
      if (error.code === 'grant_too_large') void loadRules();
    } finally {
      isBusy.value = false;
    }
  }

  void loadRules();
  return {
    ...{ rules, failure, form, read, isBusy, isDirty, isShowingErrors, isUncertain },
    ...{ loadRules, submit },
  };
}

function confirm({ answer, points, needsApproval }: ReadAnswer): Promise<boolean> {
  const { appeals } = texts.value;
  const given = formatNumber(points);
  const granted = needsApproval
    ? appeals.confirmProposal(answer, given)
    : appeals.confirmGrant(answer, given);
  return askConfirm({
    title: needsApproval ? appeals.proposeTitle : appeals.confirmTitle,
    text: points === 0 ? appeals.confirmAnswer(answer) : granted,
    confirmLabel: needsApproval ? appeals.propose : appeals.send,
  });
}
