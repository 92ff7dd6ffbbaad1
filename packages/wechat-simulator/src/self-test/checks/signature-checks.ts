import { encryptedModes } from '../check.ts';
import type { Check } from '../check.ts';
import { firstProblem, openAnswer, whyNotRefused } from '../judge.ts';
import { strangerOpenId, textOf } from '../messages.ts';
import type { ResolvedSelfTestOptions } from '../self-test-options.ts';
import { signCall, withQuery } from '../sign-call.ts';
import type { Call } from '../sign-call.ts';

const aText = (options: ResolvedSelfTestOptions): string =>
  textOf(options, strangerOpenId(), 'self-test');

export const unsignedEvent: Check = {
  name: 'unsigned-event',
  guarantees: 'a message in clear that nobody signed is refused',
  async run({ options, push }) {
    return whyNotRefused(await push({ query: [], body: aText(options) }));
  },
};

export const modeByRequest: Check = {
  name: 'mode-by-request',
  guarantees:
    'a message in clear is refused although `signature` is right: that one does not cover the body',
  modes: encryptedModes,
  async run({ options, push }) {
    const clear = signCall(options, aText(options), { mode: 'plain' });
    return await firstProblem({
      'without encrypt_type': push(clear).then(whyNotRefused),
      'with encrypt_type=raw': push(withQuery(clear, 'encrypt_type', 'raw')).then(whyNotRefused),
    });
  },
};

export const wrongSignature: Check = {
  name: 'wrong-signature',
  guarantees: 'a message with a wrong signature is refused',
  async run({ options, push }) {
    const name = options.mode === 'plain' ? 'signature' : 'msg_signature';
    const call = signCall(options, aText(options));
    return await firstProblem({
      [`a wrong ${name}`]: push(withQuery(call, name, 'a'.repeat(40))).then(whyNotRefused),
      [`an empty ${name}`]: push(withQuery(call, name, '')).then(whyNotRefused),
      [`no ${name}`]: push(withQuery(call, name, null)).then(whyNotRefused),
    });
  },
};

export const wrongToken: Check = {
  name: 'wrong-token',
  guarantees: 'a message signed with another token is refused',
  async run({ options, push }) {
    return whyNotRefused(await push(signCall(options, aText(options), { token: 'anotherToken' })));
  },
};

export const otherAppId: Check = {
  name: 'other-appid',
  guarantees: 'a message that was encrypted for another account is refused',
  modes: encryptedModes,
  async run({ options, push }) {
    const other = { appId: 'wx0000000000000000' };
    return whyNotRefused(await push(signCall(options, aText(options), other)));
  },
};

export const alteredCiphertext: Check = {
  name: 'altered-ciphertext',
  guarantees: 'a ciphertext that was cut or changed is refused without an error of the server',
  modes: encryptedModes,
  async run({ options, push }) {
    const send = (encrypt: (text: string) => string) =>
      push(signCall(options, aText(options), { encrypt })).then(whyNotRefused);
    const right = signCall(options, aText(options));
    const changed = { ...right, body: String(right.body).replace(/.(?=\]\]><\/Encrypt>)/, '!') };
    return await firstProblem({
      'changed after it was signed': push(changed).then(whyNotRefused),
      'cut in half': send((text) => text.slice(0, Math.floor(text.length / 8) * 4)),
      'cut inside a block': send((text) => text.slice(0, -7)),
      'its first block alone': send((text) => text.slice(0, 20)),
      'no base64': send(() => '***'),
      nothing: send(() => ''),
    });
  },
};

export const newBody: Check = {
  name: 'new-body',
  guarantees: 'the address and signatures of a former message with another body are refused',
  async run({ options, push }) {
    const former = signCall(options, aText(options));
    const answer = await push(former);
    if (answer.status === null) return answer.problem;
    const { body } = signCall(options, aText(options));
    return whyNotRefused(await push({ ...former, body }));
  },
};

export const otherOpenId: Check = {
  name: 'other-openid',
  guarantees:
    'a true signature with somebody else’s openid is refused, or answered to the true sender',
  async run({ options, push }) {
    const [sender, victim] = [strangerOpenId(), strangerOpenId()];
    const message = textOf(options, sender, 'self-test');
    const right = signCall(options, message, { openId: victim });
    const judge = async (call: Call) => {
      const answer = await push(call);
      if (whyNotRefused(answer) === null) return null;
      if (answer.status !== 200) return answer.problem ?? `answered ${answer.status}`;
      return openAnswer(options, answer)?.['ToUserName'] === victim
        ? 'the answer went to the openid nobody had signed'
        : null;
    };
    if (options.mode === 'plain') return await judgePlain();
    const clear = `<FromUserName><![CDATA[${victim}]]></FromUserName><Encrypt>`;
    return await firstProblem({
      'in the address': judge(right),
      'beside the ciphertext': judge({
        ...right,
        body: String(right.body).replace('<Encrypt>', () => clear),
      }),
    });

    async function judgePlain() {
      await push(right);
      const body = message.replaceAll(sender, victim);
      return whyNotRefused(await push({ ...right, body }));
    }
  },
};

export const oldPush: Check = {
  name: 'old-push',
  guarantees: 'a message that was signed an hour ago is refused',
  async run({ options, push }) {
    return whyNotRefused(await push(signCall(options, aText(options), { ageSeconds: 3600 })));
  },
};

export const repeatedParameters: Check = {
  name: 'repeated-parameters',
  guarantees: 'an address that names a parameter twice, or as a list, is refused without an error',
  async run({ options, push }) {
    const name = options.mode === 'plain' ? 'signature' : 'msg_signature';
    const call = signCall(options, aText(options));
    const send = (extra: [string, string], isFirst = false) => {
      const query = isFirst ? [extra, ...call.query] : [...call.query, extra];
      return push({ ...call, query }).then(whyNotRefused);
    };
    return await firstProblem({
      [`another ${name} after the right one`]: send([name, '0'.repeat(40)]),
      [`another ${name} before the right one`]: send([name, '0'.repeat(40)], true),
      'two timestamps': send(['timestamp', '1']),
      'nonce as a list': push({
        ...call,
        query: call.query.map(([key, value]) => [key === 'nonce' ? 'nonce[]' : key, value]),
      }).then(whyNotRefused),
    });
  },
};
