import { WechatError } from '@mashang/wechat';

/** Why a message cannot reach its reader by this channel, now or by trying again. */
export type UndeliverableReason =
  /** The user did nothing in the chat for too long (48 hours; a minute after a mere tap). */
  | 'windowClosed'
  /** The user was written to as often as WeChat allows until they do something again. */
  | 'tooMany'
  | 'notFollowing'
  /** The user does not want it: this template, or any message. */
  | 'refused'
  /** The account itself has put the user on its black list. */
  | 'blocked'
  | 'unknownReceiver'
  /** Too long, empty, or not allowed by WeChat. */
  | 'contentRefused'
  /** The account has no such template. */
  | 'templateUnknown';

/** Why a channel is closed for everybody until the day ends, or a person opens it. */
export type UnavailableReason = 'quotaUsedUp' | 'notGranted';

export type Delivery =
  /** WeChat took it. `msgId` is what it will report about it by, where it reports. */
  | { outcome: 'sent'; msgId: string | null }
  | { outcome: 'undeliverable'; reason: UndeliverableReason; errcode: number }
  | { outcome: 'unavailable'; reason: UnavailableReason; errcode: number }
  /** The call broke off: nobody knows whether WeChat took it. */
  | { outcome: 'unanswered' };

/**
 * One message on its way, as an outcome. What lies with the receiver, the message or the channel is
 * no error. Throws WechatError when the message was surely not taken and a later try may succeed,
 * whether time or a person mends it.
 *
 * @param endpoint of the message itself: a call before it, for a token, has sent nothing
 */
export async function deliver(
  endpoint: string,
  send: () => Promise<string | null>,
): Promise<Delivery> {
  try {
    return { outcome: 'sent', msgId: await send() };
  } catch (error) {
    if (!(error instanceof WechatError)) throw error;
    const { errcode } = error;
    if (errcode === 0) {
      if (error.endpoint !== endpoint || error.neverSent) throw error;
      return { outcome: 'unanswered' };
    }
    if (errcode === shownAlready) return { outcome: 'sent', msgId: null };
    const reason = undeliverableReasons.get(errcode);
    if (reason) return { outcome: 'undeliverable', reason, errcode };
    const closed = unavailableReasons.get(errcode);
    if (closed) return { outcome: 'unavailable', reason: closed, errcode };
    throw error;
  }
}

/** "The message is duplicate in 60 seconds": the same words are in that chat already. */
const shownAlready = 40241;

/** By the platform's return codes. */
const undeliverableReasons = new Map<number, UndeliverableReason>([
  [45015, 'windowClosed'],
  [45047, 'tooMany'],
  [43004, 'notFollowing'],
  [50005, 'notFollowing'],
  [43101, 'refused'],
  [48002, 'refused'],
  [43019, 'blocked'],
  [40003, 'unknownReceiver'],
  [41030, 'contentRefused'],
  [44004, 'contentRefused'],
  [45002, 'contentRefused'],
  [45168, 'contentRefused'],
  [47003, 'contentRefused'],
  [87014, 'contentRefused'],
  [40036, 'templateUnknown'],
  [40037, 'templateUnknown'],
]);

const unavailableReasons = new Map<number, UnavailableReason>([
  [45009, 'quotaUsedUp'],
  [43107, 'notGranted'],
  [48001, 'notGranted'],
  [48004, 'notGranted'],
]);
