import { describe, expect, test } from 'vitest';
import { inviteOf } from './check-invite.ts';
import { checkLookOf } from './check-look.ts';

const code = '7K2M9QXR4TVW8YHN';

function genuine(
  state: 'notActivated' | 'activated' | 'frozen' | 'void',
  isClaimed = false,
  verdict: 'first' | 'many' = 'first',
) {
  const said = { title: '', detail: '' };
  const scanned = { batchId: 1, firstScannedAt: null, firstProvince: null, scans: 1, people: 1 };
  const authenticity = { ...said, ...scanned, verdict };
  return {
    outcome: 'genuine' as const,
    ...said,
    productName: '酱油',
    state,
    isClaimed,
    authenticity,
  };
}

describe('what a genuine product invites to', () => {
  test('S21: a stranger collects the points by binding, and comes back to the code', () => {
    expect(inviteOf(genuine('activated'), code, false)?.action?.to).toEqual({
      path: '/bind',
      query: { to: `/C/${code}` },
    });
  });

  test('S21: a member goes to the code itself, or to scanning when none could be read', () => {
    expect(inviteOf(genuine('activated'), code, true)?.action?.to).toEqual({ path: `/C/${code}` });
    expect(inviteOf(genuine('activated'), undefined, true)?.action?.to).toEqual({ path: '/scan' });
  });

  test('S21: nobody is promised points that are gone or not there', () => {
    for (const isMember of [true, false]) {
      const gone = inviteOf(genuine('activated', true), code, isMember);
      expect(gone).toMatchObject({ title: 'checkGoneTitle', mayAppeal: true });
      expect(gone?.action?.text).not.toBe('checkInviteAction');
      expect(inviteOf(genuine('void'), code, isMember)).toBeUndefined();
    }
    expect(inviteOf(genuine('notActivated'), code, true)).toBeUndefined();
    expect(inviteOf(genuine('frozen'), code, false)?.title).toBe('checkLaterTitle');
  });
});

test('S21: green is only what nothing speaks against', () => {
  expect(checkLookOf(genuine('activated')).tone).toBe('good');
  expect(checkLookOf(genuine('activated', true, 'many')).tone).toBe('warn');
  expect(checkLookOf(genuine('void')).tone).toBe('calm');
  expect(checkLookOf(genuine('notActivated')).tone).toBe('calm');
});
