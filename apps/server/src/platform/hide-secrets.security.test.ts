import { expect, test } from 'vitest';
import { hideSecrets } from './hide-secrets.ts';

test('B15: secrets are stars at any depth, in lists and lists of lists too', () => {
  const input = {
    setupToken: 'hush',
    channels: [{ name: 'a', accessKeySecret: 'hush' }, [{ appSecret: 'hush' }], 'plain'],
    deep: { deeper: { encodingAESKey: 'hush', smsCode: 'hush', newPassword: ['hush'] } },
    secretParts: { first: 'hush' },
  };
  expect(JSON.stringify(hideSecrets(input))).not.toContain('hush');
  expect(hideSecrets(input)).toMatchObject({ channels: [{ name: 'a' }, [{}], 'plain'] });
});

test('B15: mobile numbers keep four digits, alone, in addresses and in lists', () => {
  const input = {
    mobile: '154 0000 0001',
    newMobile: '15400000002',
    shipments: [{ address: { recipient: '王芳', mobile: '15400000003' } }],
    mobileLast4: '0004',
  };
  expect(hideSecrets(input)).toEqual({
    mobile: '*** **** 0001',
    newMobile: '*******0002',
    shipments: [{ address: { recipient: '王芳', mobile: '*******0003' } }],
    mobileLast4: '0004',
  });
});

test('B15: everything else stays as it was asked', () => {
  const input = { name: '酱油 15400000001', points: 0, on: false, at: null, ids: [1, 2] };
  expect(hideSecrets(input)).toEqual(input);
  expect(hideSecrets(undefined)).toBeUndefined();
});
