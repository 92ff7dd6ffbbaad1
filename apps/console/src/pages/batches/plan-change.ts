import type { BatchState, CodeRange } from '@mashang/contract';
import type { Span } from './read-span.ts';

export const rangeActions = [
  'activate',
  'revoke',
  'freeze',
  'thaw',
  'product',
  'points',
  'void',
] as const;
export type RangeAction = (typeof rangeActions)[number];

/** Some of the codes: how many, and which; neighbours are told as one. */
export interface PlanPart {
  serials: number;
  spans: Span[];
}

export interface ChangePlan {
  changes: PlanPart;
  /** Claims among them; null when a range is cut and nobody knows on which side they lie. */
  claimed: number | null;
  /** Codes in a state that leaves nothing to do, or that are so already; they stay as they are. */
  stays: (PlanPart & { reason: BatchState | 'same' })[];
  /** Codes because of which the server refuses all of it. */
  blocks: (PlanPart & { reason: 'blank' | 'claimed' })[];
}

type PlannedRange = Pick<
  CodeRange,
  'firstSerial' | 'lastSerial' | 'state' | 'productId' | 'pointsPerCode' | 'claimedCount'
>;

/** What codes shall be given, where an action gives something. */
export interface Wanted {
  productId?: number | undefined;
  /** Null: the product's rule. */
  pointsPerCode?: number | null | undefined;
}

/** The states an action changes something of. */
const statesOf: Record<RangeAction, readonly BatchState[]> = {
  activate: ['minted', 'delivered', 'scheduled'],
  revoke: ['activated', 'scheduled'],
  freeze: ['minted', 'delivered', 'scheduled', 'activated'],
  thaw: ['frozen'],
  void: ['minted', 'delivered', 'scheduled', 'activated', 'frozen'],
  product: ['minted', 'delivered', 'scheduled', 'activated', 'frozen'],
  points: ['minted', 'delivered', 'scheduled', 'activated', 'frozen'],
};

/** What only administrators may do; the server decides in the end. */
const administratorActions: readonly RangeAction[] = ['revoke', 'void', 'product', 'points'];

/** What somebody may do with codes that are in these states now, in the order of the buttons. */
export function possibleActions(
  states: readonly BatchState[],
  isAdministrator: boolean,
): RangeAction[] {
  return rangeActions.filter(
    (action) =>
      (isAdministrator || !administratorActions.includes(action)) &&
      states.some((state) => statesOf[action].includes(state)),
  );
}

/** What an action would do to some serials, by the ranges they lie in. */
export function planChange(
  action: RangeAction,
  { firstSerial, lastSerial }: Span,
  ranges: readonly PlannedRange[],
  wanted: Wanted = {},
): ChangePlan {
  const plan: ChangePlan = {
    changes: { serials: 0, spans: [] },
    claimed: 0,
    stays: [],
    blocks: [],
  };
  for (const range of ranges) {
    const first = Math.max(firstSerial, range.firstSerial);
    const last = Math.min(lastSerial, range.lastSerial);
    if (first > last) continue;
    const isCut = first !== range.firstSerial || last !== range.lastSerial;
    const part = { firstSerial: first, lastSerial: last };
    const obstacle = obstacleOf(action, range, wanted, isCut);
    if (obstacle) addSpan(groupOf(plan[obstacle.to], obstacle.reason), part);
    else addChange(plan, range, part, isCut);
  }
  return plan;
}

type Obstacle =
  { to: 'stays'; reason: BatchState | 'same' } | { to: 'blocks'; reason: 'blank' | 'claimed' };

/** Why nothing becomes of a range, or of the whole change because of it. */
function obstacleOf(
  action: RangeAction,
  range: PlannedRange,
  wanted: Wanted,
  isCut: boolean,
): Obstacle | null {
  if (!statesOf[action].includes(range.state)) return { to: 'stays', reason: range.state };
  if (action === 'activate') {
    return range.productId === null ? { to: 'blocks', reason: 'blank' } : null;
  }
  if (action !== 'product' && action !== 'points') return null;
  const name = action === 'product' ? 'productId' : 'pointsPerCode';
  // A range has no `undefined`: nothing is the same while nothing is chosen.
  if (range[name] === wanted[name]) return { to: 'stays', reason: 'same' };
  // Of a part nobody here knows where its claims lie; the server does.
  return range.claimedCount > 0 && !isCut ? { to: 'blocks', reason: 'claimed' } : null;
}

function addChange(plan: ChangePlan, range: PlannedRange, span: Span, isCut: boolean): void {
  addSpan(plan.changes, span);
  const isUnknown = plan.claimed === null || (isCut && range.claimedCount > 0);
  plan.claimed = isUnknown ? null : (plan.claimed ?? 0) + range.claimedCount;
}

/** The group of a reason; a new one when it is the first. */
function groupOf<Reason>(groups: (PlanPart & { reason: Reason })[], reason: unknown): PlanPart {
  const known = groups.find((group) => group.reason === reason);
  if (known) return known;
  const group = { serials: 0, spans: [], reason: reason as Reason };
  groups.push(group);
  return group;
}

function addSpan(part: PlanPart, span: Span): void {
  part.serials += span.lastSerial - span.firstSerial + 1;
  const before = part.spans.at(-1);
  if (before && before.lastSerial + 1 === span.firstSerial) before.lastSerial = span.lastSerial;
  else part.spans.push({ ...span });
}
