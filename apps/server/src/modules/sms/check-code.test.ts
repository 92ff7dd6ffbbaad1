import { expect, test } from 'vitest';
import { purgeSmsCodes, smsLimits } from './index.ts';
import { recipientOf, useSmsBench } from './sms-bench.ts';

const bench = useSmsBench();
const wrongFor = (code: string) => (code === '000000' ? '000001' : '000000');

test('S3: the right code is right once; reused it is refused', async () => {
  const code = await bench.send('15400000001');
  expect(await bench.check('15400000001', code)).toEqual({ right: true });
  expect(await bench.check('15400000001', code)).toMatchObject({
    right: false,
    refusal: { code: 'sms_code_expired' },
  });
});

test('S3: of fifty concurrent submissions of one right code exactly one is right', async () => {
  const code = await bench.send('15400000001');
  const checks = await Promise.all(
    Array.from({ length: 50 }, () => bench.check('15400000001', code)),
  );
  expect(checks.filter(({ right }) => right)).toHaveLength(1);
});

test('S3: a transaction that is rolled back leaves the code and its tries as they were', async () => {
  const code = await bench.send('15400000001');
  const { hash: mobileHash } = recipientOf('15400000001');
  for (let count = 0; count < 6; count += 1) {
    await expect(
      bench.database.db.transaction().execute(async (tx) => {
        expect(await bench.sms.checkCode(tx, { mobileHash, code })).toEqual({ right: true });
        throw new Error('the binding failed');
      }),
    ).rejects.toThrow('the binding failed');
  }
  expect(await bench.check('15400000001', code)).toEqual({ right: true });
});

test('S3: five wrong tries are told what is left, then even the right code is refused', async () => {
  const code = await bench.send('15400000001');
  for (const triesLeft of [4, 3, 2, 1, 0]) {
    expect(await bench.check('15400000001', wrongFor(code))).toMatchObject({
      right: false,
      refusal: { code: 'sms_code_wrong', details: { triesLeft } },
    });
  }
  expect(await bench.check('15400000001', code)).toMatchObject({
    refusal: { code: 'sms_code_expired', message: '验证码已失效，请重新获取验证码' },
  });
});

test('S3: fifty concurrent wrong guesses get five tries, not fifty', async () => {
  const code = await bench.send('15400000001');
  const checks = await Promise.all(
    Array.from({ length: 50 }, () => bench.check('15400000001', wrongFor(code))),
  );
  const refusals = checks.map((one) => (one.right ? 'right' : one.refusal.code));
  expect(refusals.filter((refusal) => refusal === 'sms_code_wrong')).toHaveLength(5);
});

test('S3: a code lives five minutes', async () => {
  const code = await bench.send('15400000001');
  bench.wait(smsLimits.validSeconds);
  expect(await bench.check('15400000001', code)).toMatchObject({
    refusal: { code: 'sms_code_expired' },
  });
});

test('S3: a new code replaces the old one', async () => {
  const former = await bench.send('15400000001');
  bench.wait(60);
  let code = await bench.send('15400000001');
  while (code === former) {
    bench.wait(60);
    code = await bench.send('15400000001');
  }
  expect(await bench.check('15400000001', former)).toMatchObject({
    refusal: { code: 'sms_code_wrong' },
  });
  expect(await bench.check('15400000001', code)).toEqual({ right: true });
});

test("S3: a code does not open another number's door", async () => {
  const code = await bench.send('15400000001');
  const { hash } = recipientOf('15400000001');
  const { hash: otherHash } = recipientOf('15400000002');
  await bench.database.pool.query(
    `insert into sms_code select $1, code_hash, tries_left, sent_at, expires_at
        from sms_code where mobile_hash = $2`,
    [otherHash, hash],
  );
  expect(await bench.check('15400000002', code)).toMatchObject({ right: false });
});

test.each([
  [
    'full-width digits',
    (code: string) => code.replace(/\d/g, (d) => '０１２３４５６７８９'[Number(d)] ?? ''),
  ],
  [
    'blanks and direction marks',
    (code: string) => `\u202d ${code.slice(0, 3)} ${code.slice(3)} \u202c`,
  ],
])('S3: a code typed with %s is understood', async (_what, typed) => {
  const code = await bench.send('15400000001');
  expect(await bench.check('15400000001', typed(code))).toEqual({ right: true });
});

test.each(['', '\0', "' or 1=1", '😀😀😀', '1'.repeat(5000)])(
  'S3: hostile text %j is a wrong code and nothing else',
  async (text) => {
    await bench.send('15400000001');
    expect(await bench.check('15400000001', text)).toMatchObject({
      refusal: { code: 'sms_code_wrong' },
    });
  },
);

test('B16: expired codes are purged, living ones stay', async () => {
  await bench.send('15400000001');
  bench.wait(200);
  const code = await bench.send('15400000002');
  bench.wait(200);
  await bench.database.db.transaction().execute((tx) => purgeSmsCodes(tx, bench.time));
  const { rows } = await bench.database.pool.query('select from sms_code');
  expect(rows).toHaveLength(1);
  expect(await bench.check('15400000002', code)).toEqual({ right: true });
});

test('S9: a code that is kept when right is right again, however often it was only looked at', async () => {
  const code = await bench.send('15400000001');
  const { hash: mobileHash } = recipientOf('15400000001');
  const look = (guess: string) =>
    bench.database.db
      .transaction()
      .execute((tx) => bench.sms.checkCode(tx, { mobileHash, code: guess, keepIfRight: true }));
  for (let count = 0; count < 6; count += 1) expect(await look(code)).toEqual({ right: true });
  expect(await look(wrongFor(code))).toMatchObject({ refusal: { details: { triesLeft: 4 } } });
  expect(await bench.check('15400000001', code)).toEqual({ right: true });
  expect(await look(code)).toMatchObject({ refusal: { code: 'sms_code_expired' } });
});
