import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCodeDesk, type CodeDesk } from './code-desk.test-support.ts';

let desk: CodeDesk;
beforeAll(async () => {
  desk = await openCodeDesk();
});
afterAll(() => desk.close());

const spansOf = async (batchId: number) =>
  (await desk.ranges(batchId)).map((r) => [r.firstSerial, r.lastSerial, r.state]);

describe('B5: the life of codes', () => {
  test('minted, activated, frozen, active again, void; what pays follows, and all is on record', async () => {
    const { batchId } = await desk.aBatch();
    const stateOf = async () => (await desk.scan(desk.codeOf(batchId, 99)))?.state;
    expect(await stateOf()).toBe('minted');
    const activated = await desk.change(batchId, 'activation', { reason: ' 出库 ' });
    expect(activated.body['activatedAt']).toBe(desk.clock.now().toISOString());
    expect(await stateOf()).toBe('activated');
    await desk.change(batchId, 'freeze');
    expect(await stateOf()).toBe('frozen');
    desk.clock.advanceMs(60_000);
    const thawed = await desk.change(batchId, 'thaw');
    expect(thawed.body['activatedAt']).toBe(activated.body['activatedAt']);
    await desk.change(batchId, 'void', { confirmedSerials: 100 });
    expect(await stateOf()).toBe('void');
    const events = await desk.events(batchId);
    expect(events.map(({ action, reason, staffName }) => [action, reason, staffName])).toEqual([
      ['voided', '测试', '张经理'],
      ['thawed', null, '张经理'],
      ['frozen', '测试', '张经理'],
      ['activated', '出库', '张经理'],
      ['ordered', null, '张经理'],
    ]);
  });

  test.each([
    [['activation'], 'activation', '已激活'],
    [[], 'thaw', '未激活'],
    [[], 'revocation', '未激活'],
    [['activation', 'freeze'], 'freeze', '已冻结'],
    [['freeze'], 'activation', '已冻结'],
    [['void'], 'activation', '已作废'],
    [['void'], 'freeze', '已作废'],
    [['void'], 'thaw', '已作废'],
    [['void'], 'void', '已作废'],
  ])('after %j, %s is refused and told the codes are %s', async (before, what, stateName) => {
    const { batchId } = await desk.aBatch();
    const all = { confirmedSerials: 100 };
    const doIt = (step: string) => desk.change(batchId, step, step === 'void' ? all : {});
    for (const step of before) expect((await doIt(step)).status).toBe(200);
    const { status, body } = await doIt(what);
    expect([status, body['code']]).toEqual([409, 'batch_state_conflict']);
    expect(body['message']).toContain(stateName);
  });

  test('a plan is shown, replaced and taken back; a year typed wrong is refused', async () => {
    const { batchId } = await desk.aBatch();
    const now = desk.clock.now().getTime();
    const at = (ms: number) => ({ activatesAt: new Date(now + ms).toISOString() });
    const planned = await desk.change(batchId, 'activation', at(60_000));
    expect(planned.body).toMatchObject({ state: 'scheduled', activatedAt: at(60_000).activatesAt });
    expect((await desk.scan(desk.codeOf(batchId, 0)))?.state).toBe('minted');
    expect((await desk.change(batchId, 'activation', at(120_000))).status).toBe(200);
    expect((await desk.events(batchId))[0]).toMatchObject({ action: 'scheduled' });
    expect((await desk.events(batchId))[0]?.detail).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d 起生效$/);
    await desk.change(batchId, 'freeze');
    desk.clock.advanceMs(121_000);
    expect((await desk.change(batchId, 'thaw')).body['state']).toBe('activated');
    const revoked = await desk.change(batchId, 'revocation');
    expect(revoked.body).toMatchObject({ state: 'minted', activatedAt: null });
    const far = await desk.change(batchId, 'activation', at(6 * 366 * 86_400_000));
    expect(far).toMatchObject({ status: 400, body: { code: 'bad_request' } });
    const past = await desk.change(batchId, 'activation', at(-86_400_000));
    expect(past.body['activatedAt']).toBe(desk.clock.now().toISOString());
  });

  test('what takes points from people needs a reason that says something', async () => {
    const { batchId } = await desk.aBatch();
    for (const what of ['freeze', 'revocation', 'void']) {
      const confirmed = what === 'void' ? { confirmedSerials: 100 } : {};
      const reply = await desk.change(batchId, what, { reason: ' \u202e ', ...confirmed });
      expect(reply).toMatchObject({ status: 400, body: { message: '请填写原因' } });
    }
  });

  test('voiding other than what was confirmed is refused, told how many, and changes nothing', async () => {
    const { batchId } = await desk.aBatch();
    await desk.change(batchId, 'void', { firstSerial: 90, confirmedSerials: 10 });
    const reply = await desk.change(batchId, 'void', { confirmedSerials: 100 });
    const details = { serials: 90 };
    expect(reply).toMatchObject({ status: 409, body: { code: 'batch_state_conflict', details } });
    expect(await spansOf(batchId)).toEqual([
      [0, 89, 'minted'],
      [90, 99, 'void'],
    ]);
    expect((await desk.change(batchId, 'void', { confirmedSerials: 90 })).status).toBe(200);
    expect(await spansOf(batchId)).toEqual([[0, 99, 'void']]);
  });

  test('B6: blank codes are activated only with a product, all or none of them', async () => {
    const { body } = await desk.ask('POST', '/api/hq/batches', { quantity: 100 });
    const batchId = body['batchId'] as number;
    const productId = await desk.aProduct('后贴标');
    await desk.change(batchId, 'product', { productId, lastSerial: 49 });
    const refused = await desk.change(batchId, 'activation');
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'product_missing', details: { firstSerial: 50, lastSerial: 99 } },
    });
    expect(await desk.ranges(batchId)).toMatchObject([{ state: 'minted' }, { state: 'minted' }]);
    await desk.change(batchId, 'product', { productId });
    expect(await spansOf(batchId)).toEqual([[0, 99, 'minted']]);
    expect((await desk.change(batchId, 'activation')).body['productName']).toBe('后贴标');
    const [, , set] = await desk.events(batchId);
    expect(set).toMatchObject({ action: 'productSet', detail: '后贴标', firstSerial: 0 });
  });

  test.each([
    [{ firstSerial: 0, lastSerial: 100 }, '序号应在 0 到 99 之间'],
    [{ firstSerial: 20, lastSerial: 19 }, '序号应在 0 到 99 之间'],
    [{ firstSerial: -1 }, ''],
  ])('serials %j are refused', async (serials, message) => {
    const { batchId } = await desk.aBatch({ quantity: 100 });
    const reply = await desk.change(batchId, 'activation', serials);
    expect(reply).toMatchObject({ status: 400, body: { code: 'bad_request' } });
    expect(reply.body['message']).toContain(message);
  });

  test('an unknown batch has no ranges, no history, and is not changed', async () => {
    const unknown = { status: 404, body: { code: 'batch_not_found' } };
    expect(await desk.change(999_999, 'activation')).toMatchObject(unknown);
    for (const list of ['ranges', 'events']) {
      expect(await desk.ask('GET', `/api/hq/batches/134217727/${list}`)).toMatchObject(unknown);
    }
  });
});

describe('B6: product and points until claimed', () => {
  test('a claim, or that of a mark, keeps its range as it is; what lies beside may change', async () => {
    const batch = await desk.aBatch();
    const { batchId } = batch;
    await desk.change(batchId, 'activation');
    await desk.claim(batchId, 3, batch.productId ?? 0);
    const mark = await desk.aMark(batch, 70);
    await desk.claim(batchId, mark, batch.productId ?? 0);
    const productId = await desk.aProduct();
    const refused = { status: 409, body: { code: 'range_claimed' } };
    const points = { pointsPerCode: 15 };
    expect(await desk.change(batchId, 'product', { productId })).toMatchObject(refused);
    expect(await desk.change(batchId, 'points-rule', points)).toMatchObject(refused);
    const aroundMark = { firstSerial: 70, lastSerial: 70 };
    expect(await desk.change(batchId, 'points-rule', { ...points, ...aroundMark })).toMatchObject(
      refused,
    );
    const beside = { firstSerial: 4, lastSerial: 69 };
    expect((await desk.change(batchId, 'product', { productId, ...beside })).status).toBe(200);
    expect((await desk.change(batchId, 'points-rule', { ...points, ...beside })).status).toBe(200);
    expect(await desk.ranges(batchId)).toMatchObject([
      { firstSerial: 0, claimedCount: 1, pointsPerCode: null },
      { firstSerial: 4, claimedCount: 0, pointsPerCode: 15, productId },
      { firstSerial: 70, claimedCount: 1, pointsPerCode: null },
    ]);
  });

  test('a range that is partly claimed can be taken back and activated again', async () => {
    const batch = await desk.aBatch();
    const { batchId } = batch;
    await desk.change(batchId, 'activation');
    await desk.claim(batchId, 3, batch.productId ?? 0);
    desk.clock.advanceMs(1_000);
    expect((await desk.change(batchId, 'revocation', { lastSerial: 9 })).status).toBe(200);
    expect((await desk.change(batchId, 'activation', { lastSerial: 19 })).status).toBe(200);
    const [event] = await desk.events(batchId);
    expect(event).toMatchObject({ action: 'activated', firstSerial: 0, lastSerial: 9 });
    expect((await desk.ranges(batchId)).map(({ claimedCount }) => claimedCount)).toEqual([1, 0]);
  });
});
