import { beforeEach, describe, expect, test, vi } from 'vitest';
import { dropDraft, keepDraft, missingIn, startDraft } from './appeal-draft.ts';

const me = '154****0001';
const draft = { kind: 'fake', text: 'ABC', note: '颜色不对' } as const;

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

describe('what is written so far', () => {
  test('B8: is there again after the camera killed the page, or signing in came between', () => {
    keepDraft(draft, me);
    expect(startDraft({ kind: 'fake', text: 'ABC' }, me)).toEqual(draft);
    expect(startDraft({ kind: undefined, text: '' }, me)).toEqual(draft);
    dropDraft();
    expect(startDraft({ kind: 'fake', text: 'ABC' }, me).note).toBe('');
  });

  test('B8: is not mixed into an appeal about another scan, nor shown to another member', () => {
    keepDraft(draft, me);
    expect(startDraft({ kind: 'refused', text: 'XYZ' }, me)).toEqual({
      kind: 'refused',
      text: 'XYZ',
      note: '',
    });
    expect(startDraft({ kind: undefined, text: '' }, '154****0002').note).toBe('');
    sessionStorage.setItem('appeal:draft', '{');
    expect(startDraft({ kind: undefined, text: '' }, me).note).toBe('');
  });

  test('B8: an appeal says what is wrong, and gives head office something to go by', () => {
    expect(missingIn({ kind: undefined, text: 'ABC', note: '' }, 0)).toHaveProperty('kind');
    expect(missingIn({ kind: 'alreadyClaimed', text: 'ABC', note: '' }, 0)).toEqual({});
    expect(missingIn({ kind: 'fake', text: ' ', note: '  ' }, 0)).toHaveProperty('note');
    expect(missingIn({ kind: 'fake', text: '', note: '' }, 1)).toEqual({});
    expect(missingIn({ kind: 'fake', text: '', note: '味道不对' }, 0)).toEqual({});
    expect(missingIn({ kind: 'other', text: 'ABC', note: '' }, 2)).toHaveProperty('note');
  });
});
