import { expect, test } from 'vitest';
import { prettyInput } from './pretty-input.ts';

test('what was asked is shown as JSON, without the parts that carried nothing', () => {
  expect(prettyInput('{"params":{"giftId":3},"query":{},"body":{"name":"锅","price":0}}')).toBe(
    '{\n  "params": {\n    "giftId": 3\n  },\n  "body": {\n    "name": "锅",\n    "price": 0\n  }\n}',
  );
});

test('nothing is nothing, and text that is no JSON stays as it is', () => {
  for (const input of ['', '{}', 'null', '{"body":{}}']) expect(prettyInput(input)).toBeNull();
  expect(prettyInput('{"cut off')).toBe('{"cut off');
});
