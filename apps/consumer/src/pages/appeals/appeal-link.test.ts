import { expect, test } from 'vitest';
import { safePath } from '../../shared/safe-path.ts';
import { appealLink, readAppealStart } from './appeal-link.ts';

test('B8: an appeal starts with what was scanned', () => {
  const text = 'HTTPS://BRAND.EXAMPLE/C/7K2M9QXR4TVW8YHN?a=1&b=2';
  const link = appealLink({ kind: 'fake', text });
  expect(link.path).toBe('/appeals/new');
  expect(readAppealStart(link.query)).toEqual({ kind: 'fake', text });
});

test('B8: a text too long for the way through signing in is left out, the kind stays', () => {
  const link = appealLink({ kind: 'fake', text: '码'.repeat(100) });
  expect(link.query).toEqual({ kind: 'fake' });
  const longest = appealLink({ kind: 'alreadyClaimed', text: 'A'.repeat(400) });
  const search = new URLSearchParams(longest.query).toString();
  expect(safePath(`${longest.path}?${search}`)).not.toBe('/');
});

test('B8: an address somebody made up starts an empty appeal', () => {
  expect(readAppealStart({ kind: 'bribe', text: ['a', 'b'] })).toEqual({
    kind: undefined,
    text: '',
  });
  expect(readAppealStart({})).toEqual({ kind: undefined, text: '' });
});
