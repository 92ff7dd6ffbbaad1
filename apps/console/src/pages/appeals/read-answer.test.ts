import { describe, expect, test } from 'vitest';
import { putTemplate, readAnswer } from './read-answer.ts';

const rules = { templates: [], pointsMax: 500, approvalAbovePoints: 100, pointsLeftToday: 300 };
const read = (points: string, reason = '标签磨损', answer = '已核实') =>
  readAnswer({ answer, points, reason }, rules);

describe('B8: an answer', () => {
  test('without points needs words for the member only', () => {
    expect(read('', '')).toMatchObject({ points: 0, needsApproval: false, faults: {} });
    expect(read(' 0 ', '').faults).toEqual({});
    expect(read('', '', ' ').faults).toEqual({ answer: 'missing' });
  });

  test('with points needs a reason, and above the threshold a second colleague', () => {
    expect(read('100')).toMatchObject({ points: 100, needsApproval: false, faults: {} });
    expect(read('１０１')).toMatchObject({ points: 101, needsApproval: true, faults: {} });
    expect(read('5', ' ').faults).toEqual({ reason: 'missing' });
  });

  test('with more than an appeal, or the clerk’s day, may have is told before it is sent', () => {
    for (const typed of ['501', '-5', '1.5', 'x']) {
      expect(read(typed).faults.points).toBe('notANumber');
    }
    expect(read('301').faults).toEqual({ points: 'aboveDay' });
  });

  test('from a template replaces another template, and follows own words', () => {
    const templates = ['好的', '请补照片'];
    expect(putTemplate(' ', '好的', templates)).toBe('好的');
    expect(putTemplate('好的 ', '请补照片', templates)).toBe('请补照片');
    expect(putTemplate('王师傅您好。', '好的', templates)).toBe('王师傅您好。 好的');
  });
});
