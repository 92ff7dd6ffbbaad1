import { expect, test } from 'vitest';
import { splitLinks } from '../phone/src/chat-segments.ts';
import { findSmsCode } from '../phone/src/sms-code.ts';
test('links of a reply are found, everything else stays text and is never markup', () => {
    const text = '成功！<a href="http://127.0.0.1/points?a=1&amp;b=2">我的积分</a>，或 http://127.0.0.1/x。<b>';
    expect(splitLinks(text)).toEqual([
        { text: '成功！' },
        { text: '我的积分', url: 'http://127.0.0.1/points?a=1&b=2' },
        { text: '，或 ' },
        { text: 'http://127.0.0.1/x', url: 'http://127.0.0.1/x' },
        { text: '。<b>' },
    ]);
    expect(splitLinks('')).toEqual([]);
});
test('the code of an SMS is the number of four to eight digits, not the mobile', () => {
    expect(findSmsCode('【码上积分】验证码 482913，5 分钟内有效')).toBe('482913');
    expect(findSmsCode('15400000001 您好')).toBe('');
});
