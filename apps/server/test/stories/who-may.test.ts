import { api, type Operation, type OperationLine, type ReplyOf } from '@mashang/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBatch, aMobile } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import {
  aBrowser,
  aMemberBrowser,
  aStaffBrowser,
  bindMobile,
  eventually,
  memberPassword,
  type Browser,
} from './browser.ts';
import { validInput } from './sample-input.ts';
import {
  aGiftOnSale,
  anAddress,
  anAppeal,
  homeAddress,
  okay,
  redeem,
  redemptionIdOf,
} from './shop.ts';

let server: TestServer;
let hq: Browser;
let clerk: Browser;
let clerkId: number;
let withoutPassword: Browser;
beforeAll(async () => {
  server = await freshServer();
  hq = await aStaffBrowser(server);
  clerk = await aClerk();
  withoutPassword = aBrowser(server);
  await bindMobile(server, withoutPassword, aMobile());
});
afterAll(() => server.close());

const clerkPassword = 'Four yellow cups 81';

async function aClerk(): Promise<Browser> {
  const body = { loginName: 'clerk', displayName: '小李', role: 'operator' };
  const reply = okay(await hq.call('POST /api/hq/staff', { body }));
  const { staff, link } = reply as ReplyOf<'POST /api/hq/staff'>;
  clerkId = staff.staffId;
  const browser = aBrowser(server);
  const invitationToken = new URL(link).hash.replace('#token=', '');
  const accepted = { invitationToken, password: clerkPassword };
  okay(await browser.call('POST /api/hq/invitations', { body: accepted }));
  return browser;
}

const lines = Object.keys(api) as OperationLine[];
const operationOf = (line: OperationLine): Operation => api[line];
const ofAdministrators = lines.filter((line) => operationOf(line).role === 'administrator');
const ofMembers = lines.filter((line) => operationOf(line).access === 'member');
const closed = ofMembers.filter((line) => operationOf(line).beforePassword === undefined);
const readsOfClerks = lines.filter((line) => {
  const { access, role, reply } = operationOf(line);
  const isRead = line.startsWith('GET ') && reply !== 'stream';
  return isRead && access === 'staff' && role === undefined;
});

describe('S19: what an operator may', () => {
  test('there are operations of administrators: accounts, settings, the log, points by hand', () => {
    expect(ofAdministrators).toContain('POST /api/hq/members/:memberId/adjustments');
    expect(ofAdministrators).toContain('GET /api/hq/settings');
    expect(ofAdministrators).toContain('GET /api/hq/audit-log/export');
    const open = lines.filter((line) => /\/(staff|settings|audit-log)/.test(line));
    expect(open.filter((line) => !ofAdministrators.includes(line))).toEqual([]);
  });

  test.each(ofAdministrators)('%s is not for operators', async (line) => {
    const before = await server.database.db.selectFrom('auditLog').select('auditId').execute();
    const answer = await clerk.call(line, validInput(line));
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const after = await server.database.db.selectFrom('auditLog').select('auditId').execute();
    expect(after).toHaveLength(before.length);
  });

  test.each(readsOfClerks)('%s is', async (line) => {
    const { status } = await clerk.call(line, validInput(line));
    expect([200, 404]).toContain(status);
  });
});

describe('S7: a member who has not chosen a password yet', () => {
  test('is known by name, and asked for it', async () => {
    expect((await withoutPassword.call('GET /api/session')).body).toMatchObject({
      state: 'passwordNeeded',
    });
  });

  test.each(closed)('%s does not open', async (line) => {
    const answer = await withoutPassword.call(line, validInput(line));
    expect(answer).toMatchObject({ status: 403, body: { code: 'password_needed' } });
  });

  test('what is open before is the choice of the password alone', async () => {
    expect(ofMembers.filter((line) => !closed.includes(line))).toEqual(['POST /api/me/password']);
    const body = { newPassword: memberPassword };
    okay(await withoutPassword.call('POST /api/me/password', { body }));
    expect((await withoutPassword.call('GET /api/me/points')).status).toBe(200);
  });
});

describe('S8: what is another member’s', () => {
  const named = ofMembers.filter((line) => line.includes('/:'));
  let owner: Browser;
  let stranger: Browser;
  let params: Record<string, string | number>;
  beforeAll(async () => {
    server.clock.advanceMs(61_000);
    [owner, stranger] = [
      await aMemberBrowser(server, aMobile()),
      await aMemberBrowser(server, aMobile()),
    ];
    const batch = await aBatch(server, { points: 50 });
    okay(await owner.call('POST /api/scans', { body: { text: batch.code(1) } }));
    const addressId = await anAddress(owner);
    const giftId = await aGiftOnSale(hq);
    const redemptionId = redemptionIdOf(await redeem(owner, { giftId, addressId }));
    const entries = okay(await owner.call('GET /api/me/entries')) as ReplyOf<'GET /api/me/entries'>;
    const [{ entryId } = { entryId: '' }] = entries.rows;
    params = { addressId, redemptionId, entryId, ...(await anAppeal(owner, server)) };
  });

  test.each(named)('%s knows nothing of it', async (line) => {
    const input = { ...validInput(line), params };
    const body = line.startsWith('PUT') ? { ...homeAddress, isDefault: true } : input.body;
    const asked = body === undefined ? { params } : { params, body };
    const before = await server.database.db.selectFrom('notice').select('noticeId').execute();
    expect((await stranger.call(line, asked)).status).toBe(404);
    expect(await server.database.db.selectFrom('notice').select('noticeId').execute()).toEqual(
      before,
    );
    const { status } = await owner.call(line, asked);
    // Their own: it is done, or refused for what it is, not for whose.
    expect([200, 409]).toContain(status);
  });
});

describe('S19: the account of a clerk is closed', () => {
  test('its session and its live stream end, and it cannot sign in again', async () => {
    const stream = await clerk.fetch(`${server.publicUrl}/api/hq/live`);
    const seen = { open: true };
    const reading = stream.text().then(() => (seen.open = false));
    const body = { disabled: true };
    const closing = { params: { staffId: clerkId }, body };
    okay(await hq.call('POST /api/hq/staff/:staffId/disable', closing));
    const refused = await clerk.call('GET /api/hq/members');
    expect(refused).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
    expect((await clerk.call('GET /api/hq/session')).body).toEqual({ staff: null });
    await eventually(() => !seen.open);
    await reading;
    const again = { loginName: 'clerk', password: clerkPassword };
    const signIn = await aBrowser(server).call('POST /api/hq/session', { body: again });
    expect(signIn).toMatchObject({ status: 401, body: { code: 'login_failed' } });
  });

  test('opened again it has its password back, but not the session it had', async () => {
    const opening = { params: { staffId: clerkId }, body: { disabled: false } };
    okay(await hq.call('POST /api/hq/staff/:staffId/disable', opening));
    expect((await clerk.call('GET /api/hq/members')).status).toBe(401);
    const body = { loginName: 'clerk', password: clerkPassword };
    expect((await aBrowser(server).call('POST /api/hq/session', { body })).status).toBe(200);
  });
});
