import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitTemplateWords } from './fit-template-words.ts';

describe('S16: words for the field of a template', () => {
  test.each([
    ['thing1', '您兑换的礼品已发货', '您兑换的礼品已发货'],
    [
      'thing1',
      '一二三四五六七八九十一二三四五六七八九十',
      '一二三四五六七八九十一二三四五六七八九十',
    ],
    [
      'thing1',
      '一二三四五六七八九十一二三四五六七八九十一',
      '一二三四五六七八九十一二三四五六七八九…',
    ],
    ['thing1', '第一行\r\n第二行\u2028\t 第三行\u0000', '第一行 第二行 第三行'],
    ['thing1', '\u202e反向\u200b零宽\u2066', '反向零宽'],
    ['thing1', '', '-'],
    ['thing1', ' \n\u200b ', '-'],
    ['phrase2', '', '无'],
    ['phrase2', '货物正在配送中', '货物正在配'],
    ['character_string3', 'SF1234567890123456789012', 'SF1234567890123456789012'],
    ['character_string3', 'A'.repeat(40), 'A'.repeat(32)],
    ['name4', '欧阳'.repeat(6), '欧阳'.repeat(5)],
    ['name4', 'Bartholomew Featherstone', 'Bartholomew Feathers'],
    [
      'time5',
      '2026年11月23日 09:30~2026年11月24日 18:00',
      '2026年11月23日 09:30~2026年11月24日 18:00',
    ],
    ['thing1', '👨‍👩‍👧'.repeat(9), '👨👩👧'.repeat(3) + '…'],
    ['thing1', '坏\ud800字', '坏\ufffd字'],
    ['keyword1', 'x'.repeat(30), `${'x'.repeat(19)}…`],
    ['constructor', 'x'.repeat(30), 'x'.repeat(20)],
  ])('of %s: %j', (name, words, expected) => {
    expect(fitTemplateWords(name, words)).toBe(expected);
  });

  test('are one whole line of the right length, whatever they were', () => {
    const name = fc.constantFrom(
      'thing1',
      'character_string2',
      'phrase3',
      'name4',
      'date5',
      '__proto__',
    );
    const words = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 100 }),
      fc.constant(`a${'\u0301'.repeat(500)}`),
    );
    fc.assert(
      fc.property(name, words, (fieldName, text) => {
        const line = fitTemplateWords(fieldName, text);
        expect(line.length).toBeGreaterThan(0);
        expect(line.length).toBeLessThanOrEqual(40);
        expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(line.isWellFormed()).toBe(true);
      }),
    );
  });

  test('are cut in no time, however many they are', () => {
    const startMs = performance.now();
    fitTemplateWords('thing1', ' \n'.repeat(5_000_000));
    expect(performance.now() - startMs).toBeLessThan(1000);
  });
});
