/** The clear XML of a push, with the fields and their order as the platform's documents show. */
export function formatPush(header, event) {
    const head = element('ToUserName', header.toUserName) +
        element('FromUserName', header.fromUserName) +
        `<CreateTime>${header.createTime}</CreateTime>`;
    return `<xml>${head}${formatBody(header, event)}</xml>`;
}
/** `<name><![CDATA[text]]></name>`; a `]]>` inside is split over two sections. */
export function element(name, text) {
    return `<${name}><![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`;
}
/** Of these the platform, not the user, is the sender. */
export function isFromPlatform(event) {
    return ['user_info_modified', 'user_authorization_revoke', 'user_cancellation'].includes(event.kind);
}
function formatBody(header, event) {
    if (event.kind === 'other')
        return event.xml;
    if (event.kind === 'text') {
        const content = element('MsgType', 'text') + element('Content', event.content);
        return `${content}<MsgId>${header.messageId}</MsgId>`;
    }
    const type = element('MsgType', 'event') + element('Event', event.kind);
    return type + formatEventFields(header, event);
}
function formatEventFields(header, event) {
    switch (event.kind) {
        case 'subscribe':
            if (event.scene === undefined)
                return element('EventKey', '');
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
            return (`<Latitude>${latitude}</Latitude><Longitude>${longitude}</Longitude>` +
                `<Precision>${precision}</Precision>`);
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
function formatSubscriptionFields(event) {
    const list = (items) => items.map((item) => `<List>${item}</List>`).join('');
    const answer = ({ templateId, status }) => element('TemplateId', templateId) + element('SubscribeStatusString', status);
    switch (event.kind) {
        case 'subscribe_msg_popup_event': {
            const popups = event.list.map((popup) => `${answer(popup)}<PopupScene>${popup.popupScene}</PopupScene>`);
            return `<SubscribeMsgPopupEvent>${list(popups)}</SubscribeMsgPopupEvent>`;
        }
        case 'subscribe_msg_change_event':
            return `<SubscribeMsgChangeEvent>${list(event.list.map(answer))}</SubscribeMsgChangeEvent>`;
        case 'subscribe_msg_sent_event': {
            const sent = event.list.map(({ templateId, msgId, errorCode, errorStatus }) => `${element('TemplateId', templateId)}<MsgID>${msgId}</MsgID>` +
                `<ErrorCode>${errorCode}</ErrorCode>${element('ErrorStatus', errorStatus)}`);
            return `<SubscribeMsgSentEvent>${list(sent)}</SubscribeMsgSentEvent>`;
        }
    }
}
