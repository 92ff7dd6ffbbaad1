import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiError } from '../../shared/api.ts';
import { beginAppeal, finishAppeal, isAnswer, unansweredAppeal } from './appeal-attempts.ts';

const wish = { kind: 'fake', text: 'ABC', note: '颜色不对', pictureIds: [] } as const;
const mine = { ...wish, pictureIds: [...wish.pictureIds] };

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

describe('an appeal on its way', () => {
  test('B8: without an answer the very same appeal is sent again, whatever is written now', () => {
    const first = beginAppeal(mine, '154****0001');
    expect(beginAppeal({ ...mine, note: '别的' }, '154****0001')).toEqual(first);
    finishAppeal();
    expect(beginAppeal(mine, '154****0001').attemptId).not.toBe(first.attemptId);
  });

  test('B8: on a borrowed computer nobody sends the appeal of the one before', () => {
    beginAppeal(mine, '154****0001');
    expect(unansweredAppeal('154****0002')).toBeUndefined();
    expect(beginAppeal({ ...mine, note: '我的' }, '154****0002').note).toBe('我的');
  });

  test('B8: a refusal is an answer; a lost connection, a full server and a lost session are none', () => {
    for (const code of ['appeal_limit_reached', 'appeal_state_conflict', 'bad_request'] as const) {
      expect(isAnswer(new ApiError(code, 409))).toBe(true);
    }
    expect(isAnswer(new ApiError('offline', 0))).toBe(false);
    expect(isAnswer(new ApiError('busy', 503))).toBe(false);
    expect(isAnswer(new ApiError('not_signed_in', 401))).toBe(false);
    expect(isAnswer(new ApiError('too_many_requests', 429))).toBe(false);
    expect(isAnswer(new ApiError('unreadable', 404))).toBe(false);
    expect(isAnswer(new Error('bug'))).toBe(false);
  });

  test('a damaged store is no appeal', () => {
    sessionStorage.setItem('appeal:unanswered', '{"owner":"154****0001"');
    expect(unansweredAppeal('154****0001')).toBeUndefined();
    sessionStorage.setItem('appeal:unanswered', '{"owner":"154****0001"}');
    expect(unansweredAppeal('154****0001')).toBeUndefined();
  });
});
