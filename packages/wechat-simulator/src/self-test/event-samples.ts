import { element } from '../push/event-xml.ts';
import type { PhoneEvent } from '../push/event-xml.ts';

const templateId = 'VRR0UEO9VJOLs0MHlU0OilqX6MVFDwH3_3gz3Oc0NIc';
const msgId = '1700827132819554304';

/** One of every kind of push the platform's documents show. */
export const eventSamples: readonly PhoneEvent[] = [
  { kind: 'text', content: '你好' },
  { kind: 'subscribe' },
  { kind: 'subscribe', scene: '123123', ticket: 'TICKET' },
  { kind: 'unsubscribe' },
  { kind: 'SCAN', scene: 'SCENE_VALUE', ticket: 'TICKET' },
  { kind: 'LOCATION', latitude: '23.137466', longitude: '113.352425', precision: '119.385040' },
  { kind: 'CLICK', key: 'EVENTKEY' },
  { kind: 'VIEW', url: 'https://www.example.com/', menuId: '425762424' },
  { kind: 'view_miniprogram', path: 'pages/index/index', menuId: '425762424' },
  { kind: 'scancode_push', key: '6', scanType: 'qrcode', scanResult: '1' },
  { kind: 'scancode_waitmsg', key: '6', scanType: 'qrcode', scanResult: '2' },
  { kind: 'scancode_waitmsg', key: '6', scanType: 'barcode', scanResult: 'EAN_13,6911316223400' },
  { kind: 'TEMPLATESENDJOBFINISH', msgId, status: 'success' },
  { kind: 'TEMPLATESENDJOBFINISH', msgId, status: 'failed:user block' },
  { kind: 'TEMPLATESENDJOBFINISH', msgId, status: 'failed: system failed' },
  {
    kind: 'subscribe_msg_popup_event',
    list: [
      { templateId, status: 'accept', popupScene: '2' },
      { templateId: 'another', status: 'reject', popupScene: '2' },
    ],
  },
  { kind: 'subscribe_msg_change_event', list: [{ templateId, status: 'reject' }] },
  {
    kind: 'subscribe_msg_sent_event',
    list: [{ templateId, msgId, errorCode: 0, errorStatus: 'success' }],
  },
  { kind: 'user_info_modified', revokeInfo: '205' },
  { kind: 'user_authorization_revoke', revokeInfo: '201,207' },
  { kind: 'user_cancellation' },
  message('image', element('PicUrl', 'http://www.example.com/1.jpg') + element('MediaId', 'm')),
  message('voice', element('MediaId', 'm') + element('Format', 'amr')),
  message('video', element('MediaId', 'm') + element('ThumbMediaId', 't')),
  message('shortvideo', element('MediaId', 'm') + element('ThumbMediaId', 't')),
  message(
    'location',
    '<Location_X>23.134</Location_X><Location_Y>113.358</Location_Y><Scale>20</Scale>' +
      element('Label', '位置'),
  ),
  message('link', element('Title', '标题') + element('Url', 'https://www.example.com/')),
  ...['pic_sysphoto', 'pic_photo_or_album', 'pic_weixin'].map((name) =>
    event(
      name,
      '<SendPicsInfo><Count>1</Count><PicList><item>' +
        `${element('PicMd5Sum', '1b5f7c23b5bf75682a53e7b6d163e185')}</item></PicList></SendPicsInfo>`,
    ),
  ),
  event(
    'location_select',
    `<SendLocationInfo>${element('Location_X', '23')}${element('Location_Y', '113')}` +
      `${element('Scale', '15')}${element('Label', '广州市')}${element('Poiname', '')}</SendLocationInfo>`,
  ),
];

function message(type: string, fields: string): PhoneEvent {
  const xml = `${element('MsgType', type)}${fields}<MsgId>1234567890123456</MsgId>`;
  return { kind: 'other', xml };
}

function event(name: string, fields: string): PhoneEvent {
  const head = element('MsgType', 'event') + element('Event', name) + element('EventKey', '6');
  return { kind: 'other', xml: head + fields };
}
