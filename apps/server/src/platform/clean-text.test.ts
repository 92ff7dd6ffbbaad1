import { describe, expect, test } from 'vitest';
import { cleanLine, likePattern } from './clean-text.ts';

describe('a line people typed', () => {
  test.each([
    ['  炒锅  28 cm ', '炒锅 28 cm'],
    ['两\n行\u0000和\u0007铃', '两 行和铃'],
    ['\u202e反向\u200f', '反向'],
    ['半个\ud83d字', '半个\ufffd字'],
    ['👨\u200d👩\u200d👧', '👨\u200d👩\u200d👧'],
    ['\u200d \u200b\u202e', ''],
    ['e\u0301', '\u00e9'],
  ])('%j is shown as %j', (typed, shown) => {
    expect(cleanLine(typed)).toBe(shown);
  });

  test('is searched for as it is, whatever `like` would make of it', () => {
    expect(likePattern('50%_\\')).toBe('%50\\%\\_\\\\%');
  });
});
