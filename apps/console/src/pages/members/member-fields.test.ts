import { expect, test } from 'vitest';
import { cleanFields, fieldsOf } from './member-fields.ts';

test('S13: what is sent of a member is trimmed, its tags without doubles', () => {
  const fields = {
    ...fieldsOf(null),
    name: '  王师傅 ',
    tags: [' 老客户', '老客户', ' ', '味'.repeat(30)],
  };
  expect(cleanFields(fields)).toEqual({
    name: '王师傅',
    kind: 'consumer',
    shopName: '',
    regionCode: null,
    tags: ['老客户', '味'.repeat(20)],
    remark: '',
  });
});

test('S13: a tag of emoji is never cut through the middle of one', () => {
  const [tag] = cleanFields({ ...fieldsOf(null), tags: ['🍜'.repeat(25)] }).tags;
  expect(tag).toBe('🍜'.repeat(20));
});
