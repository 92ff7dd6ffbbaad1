import { expect, test } from 'vitest';
import { readVectors } from '../test/read-vectors.ts';
import { errorOf, ok, startClient } from '../test/client-harness.ts';

const QR = '/cgi-bin/qrcode/create';
const published = readVectors().api_samples.find(({ name }) => name === 'qrcode-create');
const { ticket, url } = published?.response as { ticket: string; url: string };

test('S2: a QR of the account is permanent, or lives as long as it is told', async () => {
  const { client, platform } = await startClient({ [QR]: () => published?.response ?? {} });
  expect(await client.createQr({ scene: 'p0123', expireSeconds: null })).toEqual({ ticket, url });
  expect(await client.createQr({ scene: 's0123', expireSeconds: 300 })).toEqual({ ticket, url });
  expect(platform.seen.slice(1).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    { action_name: 'QR_LIMIT_STR_SCENE', action_info: { scene: { scene_str: 'p0123' } } },
    {
      action_name: 'QR_STR_SCENE',
      expire_seconds: 300,
      action_info: { scene: { scene_str: 's0123' } },
    },
  ]);
});

test('S2: what WeChat takes as no scene or time is not sent', async () => {
  const { client, platform } = await startClient({ [QR]: () => published?.response ?? {} });
  for (const scene of ['', 'x'.repeat(65), 'half \ud800']) {
    await expect(client.createQr({ scene, expireSeconds: 60 })).rejects.toThrow(RangeError);
  }
  for (const expireSeconds of [0, -1, 1.5, Number.NaN, Infinity, 2_592_001]) {
    await expect(client.createQr({ scene: 's', expireSeconds })).rejects.toThrow(RangeError);
  }
  expect(platform.seen).toEqual([]);
  await client.createQr({ scene: 'x'.repeat(64), expireSeconds: 2_592_000 });
});

test('S2: a QR that would say anything but an address is none', async () => {
  const answers = [
    { ...ok() },
    { ticket, url: 'javascript:alert(1)' },
    { ticket, url: `https://weixin.qq.com/q/${'x'.repeat(512)}` },
    { ticket: 'x'.repeat(1025), url },
    { ticket: 7, url },
    { ticket, url: '' },
  ];
  const { client } = await startClient({ [QR]: (_, count) => answers[count - 1] ?? {} });
  for (const answer of answers) {
    const error = await errorOf(client.createQr({ scene: 's', expireSeconds: 60 }));
    expect(error, JSON.stringify(answer)).toMatchObject({ errcode: 0, endpoint: QR });
  }
});

test('S2: the address of the picture carries the ticket whole', async () => {
  const { client } = await startClient({});
  const address = new URL(client.showQrUrl(ticket));
  expect(address.origin + address.pathname).toBe('https://mp.weixin.qq.com/cgi-bin/showqrcode');
  expect(address.searchParams.get('ticket')).toBe(ticket);
  const other = await startClient({}, 1000, { qrUrl: 'http://127.0.0.1:1/' });
  expect(other.client.showQrUrl('a&b=c')).toBe(
    'http://127.0.0.1:1/cgi-bin/showqrcode?ticket=a%26b%3Dc',
  );
});

test('S20: the scene of a sign-in is not in the log', async () => {
  const { client, log } = await startClient({
    [QR]: ({ body }) => ({ errcode: 40053, errmsg: `invalid action info ${body}` }),
  });
  const error = await errorOf(client.createQr({ scene: 'sSECRETSCENE', expireSeconds: 60 }));
  expect(JSON.stringify([log, error.message])).not.toContain('SECRETSCENE');
});
