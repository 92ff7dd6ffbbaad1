import type { chineseRangeChanges } from './texts-zh-range-changes.ts';

/** English texts of what is done to the codes of a batch or of a span of its serials. */
export const englishRangeChanges: typeof chineseRangeChanges = {
  rangeChange: {
    names: {
      activate: 'Activate',
      revoke: 'Revoke activation',
      freeze: 'Freeze',
      thaw: 'Thaw',
      void: 'Void',
      product: 'Set product',
      points: 'Set points',
    },
    title: (action, batch) => `${action} · ${batch}`,
    notes: {
      activate: 'Once active, a scan earns points.',
      revoke: 'Scans pay nothing afterwards; you can activate again. Points already given stay.',
      freeze: 'Scans earn nothing while frozen; members are told. You can thaw any time.',
      thaw: 'Codes are again what they were before the freeze.',
      void: 'Void codes are dead for ever; nobody can bring them back. Points already given stay.',
      product: 'The product of a range can be changed until somebody has claimed one of its codes.',
      points:
        'Points of their own replace the product’s, until somebody has claimed a code of the range.',
    },
    which: 'Which codes',
    whole: 'Whole batch',
    part: 'Some serials',
    firstSerial: 'From serial',
    lastSerial: 'To serial',
    spanHint: (last) => `Serials run from 0 to ${last}, both included; empty means the end.`,
    spanErrors: {
      notNumber: 'Serials are numbers',
      outside: (last) => `Serials lie between 0 and ${last}`,
      reversed: 'The first serial cannot be above the last',
    },
    whenLabel: 'When',
    now: 'Now',
    later: 'At a time',
    timeHint: 'Beijing time, e.g. 09:30',
    timeInvalid: 'Choose a day, and a time like 09:30',
    timePast: 'That time has passed',
    product: 'Product',
    productMissing: 'Choose a product',
    pointsLabel: 'Points a code',
    pointsHint: '1 to 1,000,000; empty: the product’s points again',
    pointsError: 'A whole number from 1 to 1,000,000, or nothing',
    reason: 'Reason',
    reasonOptional: 'Reason (optional)',
    reasonHint: 'Kept in the history of these codes, up to 200 characters',
    planning: 'Counting the codes…',
    planFailed: 'The codes could not be counted',
    will: {
      activate: ({ count, serials }) => `${count} codes will earn points at once: ${serials}.`,
      schedule: ({ count, serials }, moment) =>
        `${count} codes will be activated at ${moment} Beijing time: ${serials}.`,
      revoke: ({ count, serials }) =>
        `${count} codes will no longer be active and pay nothing: ${serials}.`,
      freeze: ({ count, serials }) => `${count} codes will pay nothing for now: ${serials}.`,
      thaw: ({ count, serials }) => `${count} codes will be thawed: ${serials}.`,
      void: ({ count, serials }) => `${count} codes will be void for ever: ${serials}.`,
      product: ({ count, serials }) => `${count} codes will be of the chosen product: ${serials}.`,
      points: ({ count, serials }, points) =>
        `${count} codes will earn ${points} points each: ${serials}.`,
      pointsCleared: ({ count, serials }) =>
        `${count} codes will earn the product’s points again: ${serials}.`,
    },
    serials: (first, last) => (first === last ? `serial ${first}` : `serials ${first} to ${last}`),
    andMore: (count) => ` and so on, ${count} ranges in all`,
    between: ', ',
    nothing: 'None of these codes can be changed like this.',
    stays: ({ count, serials }, reason) =>
      `${count} codes stay as they are (${reason}): ${serials}.`,
    blocks: ({ count, serials }, reason) => `${count} codes: ${reason}: ${serials}.`,
    blocked: {
      blank: 'Set their product first, or narrow the serials to codes that have one.',
      claimed:
        'A range with claims cannot be changed like this: narrow the serials to one without.',
    },
    reasons: {
      blank: 'no product yet',
      claimed: 'somebody has claimed in this range',
      same: 'so already',
      state: (state) => `their state is ${state}`,
    },
    tooManyRanges: 'Too many ranges to look at them all; the server’s answer counts.',
    claimedNote: (count) => `${count} of them are claimed; their points stay.`,
    claimedMaybe: 'Some of them may be claimed; their points stay.',
    claimedMayRefuse:
      'Their range has claims; if one lies within these serials the server refuses and changes nothing.',
    next: 'Next',
    backStep: 'Back',
    confirm: (action, count) => `${action} ${count} codes`,
    voidTitle: 'Last question: void for ever',
    voidText: (count) => `${count} codes will be dead for ever. This cannot be undone.`,
    voidType: (count) => `Type the number of codes, ${count}`,
    voidMismatch: 'The number differs',
    done: (action, count) => `Done: ${action.toLowerCase()} ${count} codes`,
    conflictTitle: 'Nothing was changed; what you typed is still here',
    conflictLatest: (who, when, what) => `Last change: ${who}, ${when}: ${what}.`,
    conflictNow: 'This is what it looks like now:',
  },
};
