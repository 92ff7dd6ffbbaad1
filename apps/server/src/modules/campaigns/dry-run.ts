import type { DryRun } from '@mashang/contract';
import { beijingDay } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { readMoment } from '../../platform/read-moment.ts';
import { campaignTexts } from '../../texts-campaigns.ts';
import type { Language } from '../../texts.ts';
import { ruleOf, selectCampaigns } from './campaign-rows.ts';
import type { CampaignRule, RewardExplanation } from './campaign-types.ts';
import type { Draw } from './draw-points.ts';
import {
  readAskedCode,
  readAskedMember,
  type DryRunBody,
  type DryRunTools,
} from './dry-run-question.ts';
import { campaignNotFound } from './errors.ts';
import { evaluateCampaigns, rewardOf, type RuleRoom } from './evaluate-campaigns.ts';
import { explainOutcome } from './explain-outcome.ts';

export interface DryRunParts extends DryRunTools {
  draw: Draw;
  explainAward: (explanation: RewardExplanation, language: Language) => string;
}

/** Beyond so many campaigns the oldest that have ended are left out. */
const rulesMax = 500;

/**
 * What a code would earn a member at a moment, and what each campaign said to it. Only reads: give it a
 * transaction that may do no more.
 */
export async function dryRun(
  db: Db,
  body: DryRunBody,
  parts: DryRunParts,
  language: Language,
): Promise<DryRun> {
  const at = readMoment(body.at);
  const rules = await readAskedRules(db, body.draftCampaignId);
  const code = await readAskedCode(db, body, { at, language }, parts);
  if (typeof code === 'string') return nothing(campaignTexts[language].refusals[code]);
  const { productId } = code;
  const member = await readAskedMember(db, body, { productId, at, language }, parts);
  const scan = { ...code, ...member };
  const roomOf = await readRooms(db, member.memberId, at);
  const outcomes = evaluateCampaigns(rules, scan, { at, draw: parts.draw, roomOf });
  const reward = rewardOf(code, outcomes);
  const refusal = member.refusal ?? code.refusal;
  return {
    points: refusal === null ? reward.points : null,
    refusal,
    productName: code.productName,
    batchId: code.batchId || null,
    memberName: member.name,
    basePoints: code.basePoints,
    baseFrom: code.baseFrom,
    explanation: parts.explainAward(reward.explanation, language),
    rules: outcomes.map((outcome) => ({
      campaignId: outcome.rule.campaignId,
      name: outcome.rule.name,
      verdict: outcome.verdict,
      reason: explainOutcome(outcome, scan, language),
      pointsBefore: outcome.pointsBefore,
      pointsAfter: outcome.pointsAfter,
    })),
  };
}

function nothing(refusal: string): DryRun {
  return {
    points: null,
    refusal,
    productName: null,
    batchId: null,
    memberName: null,
    basePoints: null,
    baseFrom: null,
    explanation: '',
    rules: [],
  };
}

/** All but drafts; the draft that is asked for as if it were running. */
async function readAskedRules(
  db: Db,
  draftCampaignId: number | undefined,
): Promise<CampaignRule[]> {
  const rows = await selectCampaigns(db)
    .where((where) =>
      where.or([where('c.state', '<>', 'draft'), where('c.campaignId', '=', draftCampaignId ?? 0)]),
    )
    .orderBy((by) => by('c.state', '=', 'ended'))
    .orderBy('c.campaignId', 'desc')
    .limit(rulesMax)
    .execute();
  const rules = rows.map(ruleOf);
  const isAsked = ({ campaignId }: CampaignRule) => campaignId === draftCampaignId;
  if (draftCampaignId !== undefined && !rules.some(isAsked)) throw campaignNotFound();
  return rules.map((rule) => (rule.state === 'draft' ? { ...rule, state: 'running' } : rule));
}

/** What caps and budgets leave this member; somebody made up never had a campaign. */
async function readRooms(
  db: Db,
  memberId: number | null,
  at: Date,
): Promise<(rule: CampaignRule) => RuleRoom> {
  const rows = await db
    .selectFrom('campaignUse')
    .selectAll()
    .where('memberId', '=', memberId ?? 0)
    .execute();
  const uses = new Map(rows.map((row) => [row.campaignId, row]));
  const day = beijingDay(at);
  return (rule) => {
    const use = uses.get(rule.campaignId);
    const today = use && use.day >= day ? use.timesToday : 0;
    const left = (max: number | null, gone: number) => (max === null ? Infinity : max - gone);
    return {
      timesToday: left(rule.memberDailyTimesMax, today),
      timesInAll: left(rule.memberTotalTimesMax, use?.timesTotal ?? 0),
      budgetPoints: left(rule.budgetPoints, rule.spentPoints),
    };
  };
}
