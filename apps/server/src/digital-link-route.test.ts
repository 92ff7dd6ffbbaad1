import { afterAll, describe, expect, test } from 'vitest';
import { registerDigitalLinkRoute } from './digital-link-route.ts';
import { createFastifyApp } from './platform/fastify-app.ts';

const publicUrl = 'https://points.example.cn';
const app = createFastifyApp({
  logLevel: 'silent',
  trustedProxies: [],
  ownOrigins: [publicUrl],
  scriptOrigins: [],
  frameAncestors: [],
});
registerDigitalLinkRoute(app, { publicUrl, readBrandName: () => Promise.resolve('海天') });
afterAll(() => app.close());

const item = '/01/06901234567892/21/7K2M9QXR4TVW8YHN';
const landing = '/C/7K2M9QXR4TVW8YHN';

async function get(url: string, headers: Record<string, string> = {}) {
  const { statusCode: status, headers: answered, body } = await app.inject({ url, headers });
  return { status, location: answered.location, headers: answered, body };
}

describe('B18: a GS1 Digital Link leads where the label leads', () => {
  test.each([
    ['plain', item, landing],
    ['with qualifiers', '/01/06901234567892/22/2A/10/L%2F1/21/7K2M9QXR4TVW8YHN', landing],
    ['of a short GTIN', '/01/6901234567892/21/7K2M9QXR4TVW8YHN/', landing],
    ['with attributes, which go on', `${item}?17=271231&a`, `${landing}?17=271231&a`],
    [
      'default link asked for',
      `${item}?linkType=gs1:defaultLink`,
      `${landing}?linkType=gs1:defaultLink`,
    ],
    [
      'loyalty, by full name',
      `${item}?linkType=https%3A%2F%2Fgs1.org%2Fvoc%2FloyaltyProgram`,
      landing,
    ],
    ['product page', `${item}?linkType=GS1:PIP`, landing],
    ['authenticity', `${item}?linkType=gs1:verificationService`, '/check?code=7K2M9QXR4TVW8YHN&'],
  ])('%s', async (_form, url, target) => {
    const answer = await get(url, { accept: 'text/html', origin: 'https://shop.example' });
    expect(answer.status).toBe(307);
    expect(answer.location).toMatch(new RegExp(`^${target.replace(/[?.]/g, '\\$&')}`));
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', vary: 'Accept' });
    expect(answer.headers.link).toMatch(
      /^<https:\/\/points\.example\.cn\/01\/06901234567892\/.*linkType=linkset>; rel="linkset"/,
    );
  });

  test.each([
    ['wrong check digit', '/01/06901234567891/21/A', 400],
    ['qualifiers out of order', '/01/06901234567892/10/L/22/v/21/A', 400],
    ['something left over', `${item}/foo`, 400],
    ['a value that cannot be', '/01/06901234567892/21/%E7%A0%81', 400],
    ['compressed', '/01/AQnYUc1gmiERBhQ', 400],
    ['no serial', '/01/06901234567892/10/LOT', 404],
    ['a link type we do not have', `${item}?linkType=gs1:recallStatus`, 404],
    ['a link type out of the prototype', `${item}?linkType=constructor`, 404],
  ])('%s is refused, for other sites to read too', async (_form, url, status) => {
    const answer = await get(url, { accept: 'text/html' });
    expect(answer.status).toBe(status);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(JSON.parse(answer.body)).toMatchObject({
      code: status === 400 ? 'bad_request' : 'not_found',
    });
  });

  test('the same whether the code exists or not: nothing here can be asked', async () => {
    const { status, location } = await get('/01/06901234567892/21/0000000000000000');
    expect([status, location]).toEqual([307, '/C/0000000000000000']);
  });
});

describe('B18: machines are told all links as RFC 9264 says', () => {
  test.each([
    ['by query', `${item}?linkType=linkset`, {}],
    ['as before 1.2', `${item}?linkType=all`, {}],
    ['by Accept', item, { accept: 'text/html;q=0.5, application/linkset+json' }],
  ])('%s', async (_way, url, headers) => {
    const answer = await get(url, headers);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/linkset+json');
    expect(answer.headers.link).toContain('rel="http://www.w3.org/ns/json-ld#context"');
    const { linkset } = JSON.parse(answer.body) as { linkset: Record<string, unknown>[] };
    expect(linkset).toHaveLength(1);
    expect(linkset[0]).toMatchObject({
      anchor: publicUrl + item,
      'https://ref.gs1.org/voc/defaultLink': [{ href: publicUrl + landing }],
      'https://ref.gs1.org/voc/verificationService': [
        {
          href: `${publicUrl}/check?code=7K2M9QXR4TVW8YHN`,
          type: 'text/html',
          hreflang: ['zh', 'en'],
        },
      ],
    });
  });

  test('not when they refuse it, and the anchor is the one way to write the address', async () => {
    expect((await get(item, { accept: 'application/linkset+json;q=0, */*' })).status).toBe(307);
    const { body } = await get('/01/6901234567892/10/L%2f1/21/abc?linkType=linkset&x=1');
    expect(JSON.parse(body)).toMatchObject({
      linkset: [{ anchor: `${publicUrl}/01/06901234567892/10/L%2F1/21/abc` }],
    });
  });

  test('and HEAD, OPTIONS and the description of the resolver are there', async () => {
    const head = await app.inject({ method: 'HEAD', url: item });
    expect([head.statusCode, head.headers.location, head.body]).toEqual([307, landing, '']);
    const origin = 'https://shop.example';
    const preflight = await app.inject({ method: 'OPTIONS', url: item, headers: { origin } });
    expect([preflight.statusCode, preflight.headers['access-control-allow-methods']]).toEqual([
      204,
      'GET, HEAD, OPTIONS',
    ]);
    const { body } = await get('/.well-known/gs1resolver');
    expect(JSON.parse(body)).toMatchObject({
      resolverRoot: publicUrl,
      supportedPrimaryKeys: ['01'],
    });
  });
});

test('B18: an Accept header of nothing but blanks costs no time', async () => {
  const accept = `a${' '.repeat(60_000)}b`;
  const began = performance.now();
  expect((await get(item, { accept })).status).toBe(307);
  expect(performance.now() - began).toBeLessThan(500);
  const spaced = `text/html , application/linkset+json ; q=0.5`;
  expect((await get(item, { accept: spaced })).status).toBe(200);
});
