import { expect, test } from 'vitest';
import { readDownloaded, readVerifyFiles, withVerifyFile } from './verify-files.ts';

const file = { name: 'MP_verify_aB3.txt', content: 'aB3' };

test('S2: verification files are sent trimmed; what the platform would not find is pointed at', () => {
  const typed = [
    { name: ' MP_verify_aB3.txt', content: 'aB3\n' },
    file,
    { ...file, name: 'a.txt' },
  ];
  expect(readVerifyFiles(typed)).toEqual({
    files: [file, file, { ...file, name: 'a.txt' }],
    errors: [undefined, 'twice', 'name'],
  });
  expect(readVerifyFiles([{ ...file, content: '<b>' }]).errors).toEqual(['content']);
});

test('S2: a dropped file is taken whatever the browser made of its name; any other is not', () => {
  expect(readDownloaded('MP_verify_aB3 (2).txt', 'aB3\r\n')).toEqual(file);
  expect(readDownloaded('MP_verify_aB3(1).txt', 'aB3')).toEqual(file);
  expect(readDownloaded('menu.txt', 'aB3')).toBeNull();
  expect(readDownloaded(file.name, 'two words')).toBeNull();
});

test('S2: the same file dropped again takes the place of the old one', () => {
  const files = [{ name: 'MP_verify_x.txt', content: 'x' }, file];
  expect(withVerifyFile(files, { ...file, content: 'new' })).toEqual([
    files[0],
    { ...file, content: 'new' },
  ]);
  expect(withVerifyFile([], file)).toEqual([file]);
});
