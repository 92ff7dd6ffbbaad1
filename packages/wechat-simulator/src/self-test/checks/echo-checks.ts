import { randomBytes } from 'node:crypto';
import type { Answer } from '../bench.ts';
import type { Check } from '../check.ts';
import { excerpt, firstProblem } from '../judge.ts';
import type { Problem } from '../judge.ts';
import { signQuery, withQuery } from '../sign-call.ts';

/** Runs as a script where a server answers it as HTML. */
const hostile = '<script>alert(1)</script>';

export const echoReturned: Check = {
  name: 'echo-returned',
  guarantees: 'saving the address: a rightly signed echostr comes back alone, as text/plain',
  async run({ options, ask }) {
    const echo = String(randomBytes(6).readUIntBE(0, 6));
    const answer = await ask([...signQuery(options), ['echostr', echo]]);
    if (answer.status !== 200) return answer.problem ?? `answered ${answer.status}`;
    if (answer.body !== echo) return `answered ${excerpt(answer.body)} instead of ${echo}`;
    if (/^text\/plain\b/i.test(answer.contentType)) return null;
    return `the echo came as ${answer.contentType || 'nothing in particular'}: as HTML it would run a script`;
  },
};

export const echoForged: Check = {
  name: 'echo-forged',
  guarantees:
    'an echostr with a wrong signature, an old timestamp or parts missing is never reflected',
  async run({ options, ask }) {
    const echo = `${hostile}${randomBytes(6).toString('hex')}`;
    const right = { query: signQuery(options), body: '' };
    const ask1 = (query: [string, string][]): Promise<Problem> =>
      ask([...query, ['echostr', echo]]).then((answer) => whyReflected(answer, echo));
    const without = (name: string) => ask1(withQuery(right, name, null).query);
    return await firstProblem({
      'a wrong signature': ask1(withQuery(right, 'signature', '0'.repeat(40)).query),
      'a timestamp of an hour ago': ask1(signQuery(options, { ageSeconds: 3600 })),
      'no signature': without('signature'),
      'no timestamp': without('timestamp'),
      'no nonce': without('nonce'),
      'nothing but echostr': ask1([]),
    });
  },
};

function whyReflected({ status, body, headers, problem }: Answer, echo: string): Problem {
  if (status === null) return problem;
  if (body.includes(echo) || headers.includes(echo)) return 'the echostr was reflected';
  return status >= 500 ? `answered ${status}` : null;
}
