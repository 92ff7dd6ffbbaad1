import { element } from '../../push/event-xml.ts';
import type { PhoneEvent } from '../../push/event-xml.ts';
import type { Bench } from '../bench.ts';
import type { Check } from '../check.ts';
import { eventSamples } from '../event-samples.ts';
import { firstProblem, openAnswer, problemOf, whyNotAnswered, whyNotHandled } from '../judge.ts';
import type { Problem } from '../judge.ts';
import { messageOf, scanOf, strangerOpenId, textOf } from '../messages.ts';
import type { ResolvedSelfTestOptions } from '../self-test-options.ts';
import { signCall } from '../sign-call.ts';

/** What users do most. */
function everydayEvents({ scanKey }: ResolvedSelfTestOptions): Record<string, PhoneEvent> {
  return {
    'a text': { kind: 'text', content: 'self-test' },
    'a click': { kind: 'CLICK', key: 'SELF_TEST' },
    'a scan': {
      ...{ kind: 'scancode_waitmsg', key: scanKey, scanType: 'qrcode' },
      scanResult: 'HTTPS://SELF.TEST/NO-CODE',
    },
    'a follower': { kind: 'subscribe' },
  };
}

export const answersInTime: Check = {
  name: 'answers-in-time',
  guarantees: 'messages are answered before the platform hangs up (5 s) and asks again',
  run: ({ options, push }) =>
    forEach(everydayEvents(options), async (event) => {
      const answer = await push(signCall(options, messageOf(options, strangerOpenId(), event)));
      if (answer.status === null) return answer.problem;
      if (answer.durationMs < options.answerMs) return null;
      return `answered after ${answer.durationMs} ms, the platform waits for ${options.answerMs}`;
    }),
};

export const replyValid: Check = {
  name: 'reply-valid',
  guarantees:
    'replies are `success`, nothing, or XML in the account’s mode: encrypted for this appid, signed, ' +
    'from the original id to the sender',
  run: ({ options, push }) =>
    forEach(everydayEvents(options), async (event) => {
      const openId = strangerOpenId();
      const answer = await push(signCall(options, messageOf(options, openId, event)));
      return whyNotAnswered(options, answer, openId);
    }),
};

export const everyEvent: Check = {
  name: 'every-event',
  guarantees: 'no kind of push the platform documents makes the server answer 5xx',
  run: ({ options, push }) =>
    forEach(
      Object.fromEntries(
        eventSamples.map((event, number) => [`${nameOf(event)} (sample ${number + 1})`, event]),
      ),
      (event) =>
        push(signCall(options, messageOf(options, strangerOpenId(), event))).then(whyNotHandled),
    ),
};

export const unknownTypes: Check = {
  name: 'unknown-types',
  guarantees: 'messages and events of kinds that are not invented yet break nothing',
  run: ({ options, push }) =>
    forEach(
      {
        'a new message': { kind: 'other', xml: element('MsgType', 'hologram') },
        'a new event': {
          kind: 'other',
          xml: element('MsgType', 'event') + element('Event', 'self_test_event'),
        },
        'a known event without its fields': {
          kind: 'other',
          xml: element('MsgType', 'event') + element('Event', 'scancode_waitmsg'),
        },
        'an event with lists in the place of text': {
          kind: 'other',
          xml: `<MsgType>event</MsgType><Event>CLICK</Event><EventKey><item>1</item></EventKey>`,
        },
      },
      (event) =>
        push(signCall(options, messageOf(options, strangerOpenId(), event))).then(whyNotHandled),
    ),
};

export const wrongCreateTime: Check = {
  name: 'wrong-create-time',
  guarantees: 'a message whose CreateTime is absent, no number or far away breaks nothing',
  run({ options, push }) {
    const times = ['', '<CreateTime/>', 'abc', '-1', '99999999999999999999', '0'];
    const attempts = times.map((time): [string, Promise<Problem>] => {
      const written = time === '' || time.startsWith('<') ? time : element('CreateTime', time);
      const text = textOf(options, strangerOpenId(), 'self-test');
      const xml = text.replace(/<CreateTime>\d+<\/CreateTime>/, written);
      return [`CreateTime ${time || 'absent'}`, push(signCall(options, xml)).then(whyNotHandled)];
    });
    return firstProblem(Object.fromEntries(attempts));
  },
};

export const textBreaksOut: Check = {
  name: 'text-breaks-out',
  guarantees: 'a `]]>` in what users write or scan cannot add elements to the reply',
  run({ options, push }) {
    const hostile = 'x]]></Content><Injected>1</Injected><Content><![CDATA[y';
    const judge = async (openId: string, xml: string): Promise<Problem> => {
      const answer = await push(signCall(options, xml));
      if (whyNotHandled(answer) !== null) return whyNotHandled(answer);
      return problemOf(() => openAnswer(options, answer)) ?? whyBroken({ options }, answer);
    };
    const [one, other, third] = [strangerOpenId(), strangerOpenId(), strangerOpenId()];
    return firstProblem({
      'in a text': judge(one, textOf(options, one, hostile)),
      'in a scan': judge(other, scanOf(options, other, hostile)),
      'in the key of a button': judge(
        third,
        messageOf(options, third, { kind: 'CLICK', key: hostile }),
      ),
    });
  },
};

function whyBroken({ options }: Pick<Bench, 'options'>, answer: Parameters<typeof openAnswer>[1]) {
  const fields = openAnswer(options, answer);
  if (!fields) return null;
  const isWhole = !('Injected' in fields) && !Array.isArray(fields['Content']);
  return isWhole ? null : 'the reply has elements the user wrote';
}

function forEach(
  events: Record<string, PhoneEvent>,
  judge: (event: PhoneEvent) => Promise<Problem>,
): Promise<Problem> {
  const attempts = Object.entries(events).map(([name, event]) => [name, judge(event)] as const);
  return firstProblem(Object.fromEntries(attempts));
}

function nameOf(event: PhoneEvent): string {
  if (event.kind !== 'other') return event.kind;
  const name = /<(?:Event|MsgType)><!\[CDATA\[(?!event\b)(\w+)/.exec(event.xml)?.[1];
  return name ?? event.kind;
}
