/** What happens on the phone and is told to the account, without the fields every push has. */
export type PhoneEvent =
  | { kind: 'text'; content: string }
  | { kind: 'subscribe' | 'unsubscribe' }
  | { kind: 'CLICK'; key: string }
  | { kind: 'VIEW'; url: string; menuId: string }
  | {
      kind: 'scancode_waitmsg' | 'scancode_push';
      key: string;
      scanType: 'qrcode' | 'barcode';
      scanResult: string;
    };

interface PushHeader {
  toUserName: string;
  fromUserName: string;
  /** Seconds. */
  createTime: number;
  /** A 64-bit number as text, for messages only. */
  messageId: string;
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

function formatBody(header: PushHeader, event: PhoneEvent): string {
  if (event.kind === 'text') {
    const content = element('MsgType', 'text') + element('Content', event.content);
    return `${content}<MsgId>${header.messageId}</MsgId>`;
  }
  return element('MsgType', 'event') + element('Event', event.kind) + formatEventFields(event);
}

function formatEventFields(event: Exclude<PhoneEvent, { kind: 'text' }>): string {
  switch (event.kind) {
    case 'subscribe':
    case 'unsubscribe':
      return element('EventKey', '');
    case 'CLICK':
      return element('EventKey', event.key);
    case 'VIEW':
      return `${element('EventKey', event.url)}<MenuId>${event.menuId}</MenuId>`;
    case 'scancode_push':
    case 'scancode_waitmsg': {
      const scan = element('ScanType', event.scanType) + element('ScanResult', event.scanResult);
      return `${element('EventKey', event.key)}<ScanCodeInfo>${scan}</ScanCodeInfo>`;
    }
  }
}
