/** What happens on the phone, or on the platform, and is told to the account. */
export type PhoneEvent =
  | { kind: 'text'; content: string }
  /** `scene` and `ticket`: by way of a parametric QR. */
  | { kind: 'subscribe'; scene?: string; ticket?: string }
  | { kind: 'unsubscribe' }
  | { kind: 'SCAN'; scene: string; ticket: string }
  | { kind: 'CLICK'; key: string }
  | { kind: 'VIEW'; url: string; menuId: string }
  | { kind: 'view_miniprogram'; path: string; menuId: string }
  | { kind: 'LOCATION'; latitude: string; longitude: string; precision: string }
  | {
      kind: 'scancode_waitmsg' | 'scancode_push';
      key: string;
      scanType: 'qrcode' | 'barcode';
      scanResult: string;
    }
  | { kind: 'TEMPLATESENDJOBFINISH'; msgId: string; status: string }
  | { kind: 'subscribe_msg_popup_event'; list: PopupAnswer[] }
  | { kind: 'subscribe_msg_change_event'; list: SubscriptionAnswer[] }
  | { kind: 'subscribe_msg_sent_event'; list: SentSubscription[] }
  /** 205 is nickname and picture, 201 the address, 207 pictures; several with commas between. */
  | { kind: 'user_info_modified' | 'user_authorization_revoke'; revokeInfo: string }
  | { kind: 'user_cancellation' }
  /** Anything else: the elements after CreateTime as they are, for example of a picture. */
  | { kind: 'other'; xml: string };

export interface SubscriptionAnswer {
  templateId: string;
  status: 'accept' | 'reject';
}

export interface PopupAnswer extends SubscriptionAnswer {
  /** 1: from a web page, 2: from an article. */
  popupScene: string;
}

export interface SentSubscription {
  templateId: string;
  msgId: string;
  errorCode: number;
  errorStatus: string;
}

interface PushHeader {
  toUserName: string;
  fromUserName: string;
  /** Seconds. */
  createTime: number;
  /** A 64-bit number as text, for messages only. */
  messageId: string;
  appId: string;
  /** Whom the event is about; the sender, unless the platform itself speaks. */
  openId: string;
}

/** The clear XML of a push, with the fields and their order as the platform's documents show. */
export function formatPush(header: PushHeader, event: PhoneEvent): string {
  const head =
    element('ToUserName', header.toUserName) +
    element('FromUserName', header.fromUserName) +
    `<CreateTime>${header.createTime}</CreateTime>`;
  return `<xml>${head}${formatBody(header, event)}</xml>`;
}

/** `<name><![CDATA[text]]></name>`; a `]]>` inside is split over two sections. */
export function element(name: string, text: string): string {
  return `<${name}><![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`;
}

/** Of these the platform, not the user, is the sender. */
export function isFromPlatform(event: PhoneEvent): boolean {
  return ['user_info_modified', 'user_authorization_revoke', 'user_cancellation'].includes(
    event.kind,
  );
}

type EventKind = Exclude<PhoneEvent, { kind: 'text' | 'other' }>;

function formatBody(header: PushHeader, event: PhoneEvent): string {
  if (event.kind === 'other') return event.xml;
  if (event.kind === 'text') {
    const content = element('MsgType', 'text') + element('Content', event.content);
    return `${content}<MsgId>${header.messageId}</MsgId>`;
  }
  const type = element('MsgType', 'event') + element('Event', event.kind);
  return type + formatEventFields(header, event);
}

function formatEventFields(header: PushHeader, event: EventKind): string {
  switch (event.kind) {
    case 'subscribe':
      if (event.scene === undefined) return element('EventKey', '');
      return element('EventKey', `qrscene_${event.scene}`) + element('Ticket', event.ticket ?? '');
    case 'unsubscribe':
      return element('EventKey', '');
    case 'SCAN':
      return element('EventKey', event.scene) + element('Ticket', event.ticket);
    case 'CLICK':
      return element('EventKey', event.key);
    case 'VIEW':
      return `${element('EventKey', event.url)}<MenuId>${event.menuId}</MenuId>`;
    case 'view_miniprogram':
      return `${element('EventKey', event.path)}<MenuId>${event.menuId}</MenuId>`;
    case 'LOCATION': {
      const { latitude, longitude, precision } = event;
      return (
        `<Latitude>${latitude}</Latitude><Longitude>${longitude}</Longitude>` +
        `<Precision>${precision}</Precision>`
      );
    }
    case 'scancode_push':
    case 'scancode_waitmsg': {
      const scan = element('ScanType', event.scanType) + element('ScanResult', event.scanResult);
      return `${element('EventKey', event.key)}<ScanCodeInfo>${scan}</ScanCodeInfo>`;
    }
    case 'TEMPLATESENDJOBFINISH':
      return `<MsgID>${event.msgId}</MsgID>${element('Status', event.status)}`;
    case 'subscribe_msg_popup_event':
    case 'subscribe_msg_change_event':
    case 'subscribe_msg_sent_event':
      return formatSubscriptionFields(event);
    case 'user_info_modified':
    case 'user_authorization_revoke':
    case 'user_cancellation': {
      const about = element('OpenID', header.openId) + element('AppID', header.appId);
      return 'revokeInfo' in event ? about + element('RevokeInfo', event.revokeInfo) : about;
    }
  }
}

function formatSubscriptionFields(
  event: Extract<EventKind, { list: SubscriptionAnswer[] | SentSubscription[] }>,
): string {
  const list = (items: string[]): string => items.map((item) => `<List>${item}</List>`).join('');
  const answer = ({ templateId, status }: SubscriptionAnswer): string =>
    element('TemplateId', templateId) + element('SubscribeStatusString', status);
  switch (event.kind) {
    case 'subscribe_msg_popup_event': {
      const popups = event.list.map(
        (popup) => `${answer(popup)}<PopupScene>${popup.popupScene}</PopupScene>`,
      );
      return `<SubscribeMsgPopupEvent>${list(popups)}</SubscribeMsgPopupEvent>`;
    }
    case 'subscribe_msg_change_event':
      return `<SubscribeMsgChangeEvent>${list(event.list.map(answer))}</SubscribeMsgChangeEvent>`;
    case 'subscribe_msg_sent_event': {
      const sent = event.list.map(
        ({ templateId, msgId, errorCode, errorStatus }) =>
          `${element('TemplateId', templateId)}<MsgID>${msgId}</MsgID>` +
          `<ErrorCode>${errorCode}</ErrorCode>${element('ErrorStatus', errorStatus)}`,
      );
      return `<SubscribeMsgSentEvent>${list(sent)}</SubscribeMsgSentEvent>`;
    }
  }
}
