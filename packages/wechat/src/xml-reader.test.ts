import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMessage, qrSceneOf } from './message.ts';
import { formatReply } from './reply.ts';
import { parseXml, WechatXmlError } from './xml-reader.ts';

const base = { toUserName: 'o1', fromUserName: 'gh_1', createTime: 1714112445 };

describe('S20: reading XML', () => {
  test.each([
    ['a DOCTYPE', '<!DOCTYPE xml><xml><a>1</a></xml>'],
    ['an ENTITY', '<xml><!ENTITY e "x"><a>1</a></xml>'],
    ['a DOCTYPE in lower case', '<!doctype xml><xml/>'],
    ['a DOCTYPE after a comment', '<!-- x --><!DOCTYPE xml><xml/>'],
    ['a DOCTYPE after the root', '<xml/><!DOCTYPE xml>'],
    ['an ELEMENT declaration', '<xml><!ELEMENT a ANY></xml>'],
  ])('refuses %s as a declaration', (_, xml) => {
    expect(() => parseXml(xml)).toThrow(expect.objectContaining({ reason: 'declaration' }));
  });

  test.each([
    ['nothing', ''],
    ['plain text', 'hello'],
    ['JSON', '{"a":1}'],
    ['an open element', '<xml><a>1</xml>'],
    ['crossed elements', '<xml><a><b></a></b></xml>'],
    ['a truncated message', '<xml><a><![CDATA[1]]></a'],
    ['an open CDATA', '<xml><a><![CDATA[1</a></xml>'],
    ['two roots', '<xml/><xml/>'],
    ['another root', '<html><a>1</a></html>'],
    ['text after the root', '<xml/>x'],
    ['text between elements', '<xml>x<a>1</a></xml>'],
    ['text alone', '<xml>x</xml>'],
    ['an undeclared entity', '<xml><a>&e;</a></xml>'],
    ['a character that does not exist', '<xml><a>&#x110000;</a></xml>'],
    ['a processing instruction', '<xml><?php x?></xml>'],
    ['a tag in an attribute', '<xml a="<b>"><c>1</c></xml>'],
    ['a NUL', '<xml><a>\0</a></xml>'],
    ['deep nesting', `<xml>${'<a>'.repeat(500)}${'</a>'.repeat(500)}</xml>`],
    ['thousands of elements', `<xml>${'<a/>'.repeat(1001)}</xml>`],
    ['__proto__', '<xml><__proto__><admin>1</admin></__proto__></xml>'],
    ['constructor', '<xml><constructor><prototype>1</prototype></constructor></xml>'],
    ['hasOwnProperty', '<xml><a><hasOwnProperty>1</hasOwnProperty></a></xml>'],
  ])('refuses %s as malformed', (_, xml) => {
    expect(() => parseXml(xml)).toThrow(expect.objectContaining({ reason: 'malformed' }));
    expect(({} as { admin?: string }).admin).toBeUndefined();
  });

  test('refuses more than 64 KiB, counted in bytes', () => {
    const document = (text: string) => `<xml><a><![CDATA[${text}]]></a></xml>`;
    expect(parseXml(document('x'.repeat(60_000))).a).toHaveLength(60_000);
    const chinese = document('中'.repeat(30_000));
    expect(() => parseXml(chinese)).toThrow(expect.objectContaining({ reason: 'too_large' }));
  });

  test('leaves numbers as the text they were', () => {
    const xml = '<xml><MsgId>4363689963896700987</MsgId><A>007</A><B>0x1F</B><C>1e3</C></xml>';
    expect(parseXml(xml)).toEqual({ MsgId: '4363689963896700987', A: '007', B: '0x1F', C: '1e3' });
  });

  test('decodes references in text and never in CDATA', () => {
    const xml = '<xml><a>&lt;b&gt; &amp;amp; &#20013;&#x4e2d;</a><c><![CDATA[&lt;]]></c></xml>';
    expect(parseXml(xml)).toEqual({ a: '<b> &amp; 中中', c: '&lt;' });
  });

  test('keeps the blanks inside CDATA and drops those of a pretty printer', () => {
    const xml =
      '\uFEFF<?xml version="1.0"?>\n<xml>\n <a>\n <![CDATA[ x ]]>\n </a>\n <b> 1 </b></xml>\n';
    expect(parseXml(xml)).toEqual({ a: ' x ', b: '1' });
  });

  test('reads a scanned text that looks like markup as text', () => {
    const text = '<!DOCTYPE html><!ENTITY x><__proto__>';
    expect(parseXml(`<xml><a><![CDATA[${text}]]></a></xml>`)).toEqual({ a: text });
  });

  test('gives arrays for List and item even of one, and for what is repeated', () => {
    const xml = '<xml><L><List><a>1</a></List></L><item>1</item><z>1</z><z>2</z><e/></xml>';
    expect(parseXml(xml)).toEqual({ L: { List: [{ a: '1' }] }, item: ['1'], z: ['1', '2'], e: '' });
  });

  test('refuses a message whose sender is given twice or is not text', () => {
    const twice = '<xml><FromUserName>a</FromUserName><FromUserName>b</FromUserName></xml>';
    const nested = '<xml><FromUserName><a>b</a></FromUserName></xml>';
    const scans = '<xml><ScanCodeInfo><ScanResult><a/></ScanResult></ScanCodeInfo></xml>';
    for (const xml of [twice, nested, scans]) {
      expect(() => parseMessage(xml)).toThrow(WechatXmlError);
    }
  });

  test('throws nothing but WechatXmlError, whatever it is given', () => {
    const piece = fc.constantFrom(
      ...['<xml>', '</xml>', '<a>', '</a>', '<![CDATA[', ']]>', '<!--', '-->', '<!', '&', ';'],
      ...['<?xml', '?>', '"', '=', ' ', '\n', 'x', '<a b="', '/>', '<!DOCTYPE', '[', '<item>'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        try {
          parseXml(`<xml>${pieces.join('')}</xml>`);
        } catch (error) {
          expect(error).toBeInstanceOf(WechatXmlError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('S20: a passive reply', () => {
  // What XML can carry: control characters are tested below.
  const carriable = fc
    .string({ unit: 'grapheme' })
    .map((text) => text.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ''));
  const tricky = fc.constantFrom(']]>', ']]', '>', '<![CDATA[', '&amp;', '</Content>', '\n', ' ');
  const anyText = fc.array(fc.oneof(carriable, tricky)).map((parts) => parts.join(''));

  test('is read back as the text it was made of', () => {
    fc.assert(
      fc.property(anyText, anyText, (content, toUserName) => {
        const xml = formatReply({ ...base, toUserName, msgType: 'text', content });
        expect(parseMessage(xml)).toEqual({
          ToUserName: toUserName,
          FromUserName: 'gh_1',
          CreateTime: '1714112445',
          MsgType: 'text',
          Content: content,
        });
      }),
    );
  });

  test('of news carries its articles', () => {
    const article = { title: '恭喜您]]>', description: '&', picUrl: 'http://a/?b=1&c', url: 'u' };
    const xml = formatReply({ ...base, msgType: 'news', articles: [article] });
    expect(parseMessage(xml)).toMatchObject({
      MsgType: 'news',
      ArticleCount: '1',
      Articles: {
        item: [{ Title: '恭喜您]]>', Description: '&', PicUrl: 'http://a/?b=1&c', Url: 'u' }],
      },
    });
  });

  test('holds no character that XML forbids', () => {
    const content = 'a\0b\u0007c\u001fd\uFFFEe\uD800f\r\ng\rh\ti';
    const xml = formatReply({ ...base, msgType: 'text', content });
    expect(parseMessage(xml).Content).toBe('abcdef\ng\nh\ti');
  });

  test('takes seconds, not milliseconds', () => {
    const reply = { ...base, msgType: 'text', content: '' } as const;
    for (const createTime of [Date.now(), 1.5, Number.NaN, -1]) {
      expect(() => formatReply({ ...reply, createTime })).toThrow(RangeError);
    }
  });
});

test('S1: the scene of a parametric QR is found in both events', () => {
  expect(qrSceneOf({ Event: 'subscribe', EventKey: 'qrscene_123' })).toBe('123');
  expect(qrSceneOf({ Event: 'SCAN', EventKey: '123' })).toBe('123');
  expect(qrSceneOf({ Event: 'subscribe', EventKey: '' })).toBeNull();
});
