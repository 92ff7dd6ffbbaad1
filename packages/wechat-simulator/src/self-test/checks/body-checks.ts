import type { Bench } from '../bench.ts';
import type { Check } from '../check.ts';
import { firstProblem, whyNotHandled, whyNotRefused } from '../judge.ts';
import type { Problem } from '../judge.ts';
import { strangerOpenId, textOf } from '../messages.ts';
import { signCall, signQuery } from '../sign-call.ts';
import type { Call } from '../sign-call.ts';

const bodyBytesMax = 64 * 1024;
const externalEntity = '<!DOCTYPE xml [<!ENTITY e SYSTEM "file:///etc/passwd">]>';
const laughs = Array.from({ length: 9 }, (_, level) => {
  const name = (number: number): string => (number === 0 ? 'lol' : `lol${number}`);
  return `<!ENTITY ${name(level + 1)} "${`&${name(level)};`.repeat(10)}">`;
});
const billionLaughs = `<!DOCTYPE xml [<!ENTITY lol "lol">${laughs.join('')}]>`;

export const externalEntities: Check = {
  name: 'external-entities',
  guarantees:
    'XML that declares an entity of a file is refused, in the envelope and in the ciphertext',
  run: (bench) => pushDeclared(bench, externalEntity, '&e;'),
};

export const entityExpansion: Check = {
  name: 'entity-expansion',
  guarantees: 'XML whose entities multiply (billion laughs) is refused, in the envelope and inside',
  run: (bench) => pushDeclared(bench, billionLaughs, '&lol9;'),
};

export const bigBody: Check = {
  name: 'big-body',
  guarantees: `a body of more than ${bodyBytesMax / 1024} KB is refused, even a signed one`,
  async run({ options, push }) {
    const filling = `<Filling>${'x'.repeat(bodyBytesMax)}</Filling></xml>`;
    const call = signCall(options, textOf(options, strangerOpenId(), 'self-test'));
    const body = String(call.body).replace(/<\/xml>$/, filling);
    const answer = await push({ ...call, body });
    // To hang up while the rest is still being sent is an answer too.
    const isHungUp = answer.status === null && /ECONNRESET|EPIPE|SOCKET/.test(answer.problem ?? '');
    return isHungUp ? null : whyNotRefused(answer);
  },
};

export const junk: Check = {
  name: 'junk',
  guarantees: 'what is no XML is refused; signed junk breaks nothing',
  async run({ options, push }) {
    const send = (body: Call['body']) =>
      push({ query: signQuery(options), body }).then(whyNotRefused);
    const sendSigned = (text: string) => push(signCall(options, text)).then(whyNotHandled);
    return await firstProblem({
      'an empty body': send(''),
      words: send('hello'),
      JSON: send('{"MsgType":"text"}'),
      'XML without an end': send('<xml><ToUserName>'),
      'bytes that are no UTF-8': send(new Uint8Array([0xff, 0xfe, 0x00, 0xc3, 0x28])),
      'ten thousand elements deep': send('<a>'.repeat(10_000)),
      'signed words': sendSigned('hello'),
      'a signed empty message': sendSigned('<xml></xml>'),
      'a signed text without Content': sendSigned(
        textOf(options, strangerOpenId(), '').replace(/<Content>.*<\/Content>/, ''),
      ),
    });
  },
};

/** Declarations in the signed body itself and, where there is one, inside the ciphertext. */
function pushDeclared(
  { options, push }: Bench,
  declaration: string,
  reference: string,
): Promise<Problem> {
  const message = textOf(options, strangerOpenId(), 'self-test');
  const hide = (xml: string): string =>
    declaration +
    xml.replace(/<ToUserName>.*?<\/ToUserName>/, `<ToUserName>${reference}</ToUserName>`);
  const call = signCall(options, message);
  const outside = push({ ...call, body: hide(String(call.body)) }).then(whyNotRefused);
  if (options.mode === 'plain') return outside;
  const inside = push(signCall(options, hide(message), { mode: 'safe' })).then(whyNotRefused);
  return firstProblem({ 'in the envelope': outside, 'in the ciphertext': inside });
}
