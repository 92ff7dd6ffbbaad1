import { expect, test } from 'vitest';
import { SmsProviderError, smsSettingsDefault } from './index.ts';
import { useSmsBench } from './sms-bench.ts';
import { summarizeMessages } from './summarize-messages.ts';

const bench = useSmsBench();
// One yuan at 50 thousandths is twenty messages.
const twenty = { ...smsSettingsDefault, priceMilliyuan: 50, monthlyBudgetYuan: 1 };

async function sendFifty(): Promise<string[]> {
  const work = Array.from({ length: 50 }, (_, index) =>
    bench.send(`154000001${10 + index}`, `10.0.${index}.1`),
  );
  const settled = await Promise.allSettled(work);
  return settled.map((one) =>
    one.status === 'fulfilled' ? 'sent' : (one.reason as { code: string }).code,
  );
}

async function spending(): Promise<Record<string, unknown>[]> {
  const { rows } = await bench.database.pool.query<Record<string, unknown>>(
    'select month, cost_milliyuan as cost from sms_spending order by month',
  );
  return rows;
}

test('S19: fifty requests at once spend a budget for twenty to the last message, and not one more', async () => {
  bench.settings = twenty;
  const outcomes = await sendFifty();
  expect(outcomes.filter((outcome) => outcome === 'sent')).toHaveLength(20);
  expect(outcomes.filter((outcome) => outcome === 'sms_limit_reached')).toHaveLength(30);
  expect(bench.sent).toHaveLength(20);
  expect(await spending()).toEqual([{ month: '2026-11', cost: 1000 }]);
});

test('S19: what was certainly not sent does not use up the budget', async () => {
  bench.settings = twenty;
  bench.failure = new SmsProviderError('unreachable', 'down');
  await sendFifty();
  expect(await spending()).toEqual([{ month: '2026-11', cost: 0 }]);
  bench.failure = undefined;
  bench.wait(61);
  const outcomes = await sendFifty();
  expect(outcomes.filter((outcome) => outcome === 'sent')).toHaveLength(20);
});

test('S19: a request rolled back gives its money back', async () => {
  bench.settings = twenty;
  await bench.database.db
    .transaction()
    .execute(async (tx) => {
      await bench.sms.reserveCode(tx, {
        recipient: { number: '15400000001', hash: Buffer.alloc(32, 1) },
        address: '10.0.0.1',
      });
      throw new Error('the rest failed');
    })
    .catch(() => undefined);
  expect(await spending()).toEqual([]);
});

test('S19: the budget begins anew with the Beijing month', async () => {
  bench.settings = { ...twenty, priceMilliyuan: 1000 };
  bench.time = new Date('2026-11-30T15:59:59.000Z');
  await bench.send('15400000001');
  await expect(bench.send('15400000002')).rejects.toMatchObject({
    code: 'sms_limit_reached',
    details: { limit: 'budget' },
  });
  bench.time = new Date('2026-11-30T16:00:00.000Z');
  await bench.send('15400000003');
  expect(await spending()).toEqual([
    { month: '2026-11', cost: 1000 },
    { month: '2026-12', cost: 1000 },
  ]);
});

test('S19: the alarm sounds once for a budget, and again for the next one', async () => {
  const alarms = () => bench.logged.filter((entry) => JSON.stringify(entry).includes('budget'));
  const send = async (last: number) => bench.send(`154000001${last}`, `10.0.${last}.1`);
  bench.settings = { ...twenty, priceMilliyuan: 200, alarmPercent: 50 };
  await send(10);
  await send(11);
  expect(alarms()).toHaveLength(0);
  await Promise.all([send(12), send(13)]);
  expect(alarms()).toHaveLength(1);
  bench.settings = { ...bench.settings, monthlyBudgetYuan: 2 };
  await send(14);
  expect(alarms()).toHaveLength(2);
});

test.each([
  ['none', null, 0],
  ['fine', 10, 1],
  ['alarm', 1, 16],
  ['stopped', 1, 20],
])('S19: the summary says %s (budget %s yuan, %i messages)', async (state, yuan, count) => {
  bench.settings = { ...twenty, monthlyBudgetYuan: yuan };
  for (let index = 0; index < count; index += 1) {
    await bench.send(`154000001${10 + index}`, `10.0.${index}.1`);
  }
  const input = { month: '2026-11', providers: ['test carrier'] };
  const summary = await summarizeMessages(bench.database.db, bench.settings, input);
  expect(summary).toMatchObject({ budgetState: state, sent: count, costMilliyuan: count * 50 });
});

test('S19: a message without a price is never stopped by a budget', async () => {
  bench.settings = { ...twenty, priceMilliyuan: 0, monthlyBudgetYuan: 0 };
  await bench.send('15400000001');
  expect(bench.sent).toHaveLength(1);
});

test('S19: limits that head office sets are in force with the next request', async () => {
  bench.settings = { ...smsSettingsDefault, perNumberAndDayMax: 1 };
  await bench.send('15400000001');
  bench.wait(61);
  await expect(bench.send('15400000001')).rejects.toMatchObject({
    details: { limit: 'number' },
    message: '这个手机号今天已获取 1 次验证码，请明天再试',
  });
  bench.settings = { ...smsSettingsDefault, perAddressAndHourMax: 1 };
  await expect(bench.send('15400000002')).rejects.toMatchObject({ details: { limit: 'address' } });
  bench.settings = { ...smsSettingsDefault, perMinuteMax: 1 };
  await bench.send('15400000003', '10.0.0.2');
  await expect(bench.send('15400000004', '10.0.0.3')).rejects.toMatchObject({
    details: { limit: 'everybody' },
  });
});
