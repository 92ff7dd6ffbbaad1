import type { ReplyOf } from '@mashang/contract';
import { parseWholeNumber } from '../../shared/format.ts';

export type AppealRules = ReplyOf<'GET /api/hq/appeal-rules'>;

/** What was typed. */
interface AnswerForm {
  answer: string;
  points: string;
  reason: string;
}

type PointsFault = 'notANumber' | 'aboveDay';

export interface ReadAnswer {
  answer: string;
  points: number;
  reason: string;
  /** Whether another administrator has to agree before the member hears of it. */
  needsApproval: boolean;
  /** Why it cannot be sent yet; empty when it can. */
  faults: { answer?: 'missing'; points?: PointsFault; reason?: 'missing' };
}

/** Reads an answer as the server will judge it by the rules of today. */
export function readAnswer(form: AnswerForm, rules: AppealRules): ReadAnswer {
  const points = form.points.trim() === '' ? 0 : parseWholeNumber(form.points);
  const answer = form.answer.trim();
  const reason = form.reason.trim();
  const faults: ReadAnswer['faults'] = {};
  if (answer === '') faults.answer = 'missing';
  if (points === null || points > rules.pointsMax) faults.points = 'notANumber';
  else if (points > rules.pointsLeftToday) faults.points = 'aboveDay';
  if ((points ?? 1) > 0 && reason === '') faults.reason = 'missing';
  const needsApproval = (points ?? 0) > 0 && (points ?? 0) > rules.approvalAbovePoints;
  return { answer, points: points ?? 0, reason, needsApproval, faults };
}

/** A ready-made answer takes the place of an empty field or of another one; own words it follows. */
export function putTemplate(typed: string, chosen: string, templates: readonly string[]): string {
  const words = typed.trim();
  const isOwn = words !== '' && !templates.some((template) => template.trim() === words);
  return isOwn ? `${words} ${chosen}` : chosen;
}
