import { expect, test } from 'vitest';
import { wrongCodeLimit } from './guard-codes.ts';
import { useMembersBench } from './members-bench.ts';
const bench = useMembersBench();
test('S19: one network cannot try codes at number after number', async () => {
    const guess = (index) => bench.call('POST /api/bindings', {
        mobile: `154${String(index).padStart(8, '0')}`,
        smsCode: '000000',
    });
    for (let count = 0; count < wrongCodeLimit.max; count += 1) {
        expect((await guess(count)).body['code']).toBe('sms_code_expired');
    }
    expect(await guess(wrongCodeLimit.max)).toMatchObject({
        status: 429,
        body: { code: 'too_many_requests' },
    });
    bench.wait(wrongCodeLimit.windowSeconds);
    expect((await bench.bind('15400000001')).status).toBe(200);
});
