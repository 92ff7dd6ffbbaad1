import { expect, test } from 'vitest';
import { moveTemplate, readTemplates } from './template-list.ts';

const named = (...titles: string[]) => titles.map((title) => ({ title, text: '您好' }));

test('B8: templates are sent trimmed; an empty or a repeated one is pointed at', () => {
  const { templates, errors } = readTemplates([...named(' 甲 ', '甲'), { title: '乙', text: ' ' }]);
  expect(templates[0]).toEqual({ title: '甲', text: '您好' });
  expect(errors).toEqual([undefined, 'twice', 'empty']);
});

test('B8: templates change places and stay all there', () => {
  const list = named('甲', '乙', '丙');
  expect(moveTemplate(list, 0, 1).map(({ title }) => title)).toEqual(['乙', '甲', '丙']);
  expect(moveTemplate(list, 2, -1).map(({ title }) => title)).toEqual(['甲', '丙', '乙']);
  expect(moveTemplate(list, 0, -1)).toEqual(list);
  expect(moveTemplate(list, 2, 1)).toEqual(list);
});
