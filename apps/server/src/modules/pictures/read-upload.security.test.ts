import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readUpload } from './read-upload.ts';

test('S21: an upload that trickles in without end is cut off', async () => {
  const endless = new Readable({ read: () => undefined });
  endless.push('one byte, and then another one some day');
  await expect(readUpload(endless, 0, 20)).rejects.toMatchObject({ code: 'picture_unreadable' });
  expect(endless.destroyed).toBe(true);
});
