import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashBytes } from './keyed-hash.ts';
import { groupBuckets } from './read-buckets.ts';
import { bucketCount, openSpool, readSpool } from './spool.ts';

/** Few hashes, many of which agree in 48 bits and more. */
const aHash = fc
  .tuple(fc.constantFrom(0, 7, 255), fc.integer({ min: 0, max: 2 }), fc.integer({ max: 5, min: 0 }))
  .map(([bucket, early, late]) => {
    const hash = Buffer.alloc(hashBytes, 0x5a);
    hash[0] = bucket;
    hash[5] = early;
    hash[15] = late;
    return hash;
  });

test('S11: of equal hashes the first line stays, and all come out ascending, whatever the spool', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'spool-'));
  const file = path.join(folder, 'hashes');
  try {
    fc.assert(
      fc.property(fc.array(fc.array(aHash), { maxLength: 6 }), (pieces) => {
        const first = new Map<string, number>();
        const repeated: number[] = [];
        let line = 2 ** 32;
        let length = 0;
        for (const hashes of pieces) {
          // Every piece a run of its own, as after a crash.
          const spool = openSpool(file, length);
          const lines = hashes.map(() => (line += 3));
          spool.add(Buffer.concat(hashes), lines);
          for (const [index, hash] of hashes.entries()) {
            const text = hash.toString('hex');
            if (first.has(text)) repeated.push(lines[index]!);
            else first.set(text, lines[index]!);
          }
          length = spool.sync();
          // Behind the checkpoint: a crash must make nothing of it.
          spool.add(Buffer.alloc(hashBytes, 1), [1]);
          spool.close();
        }
        if (pieces.length === 0) return;
        const reader = readSpool(file, length);
        const found: [string, number][] = [];
        const foundRepeated: number[] = [];
        for (const group of groupBuckets(reader, { from: 0, to: bucketCount }, 10)) {
          const { count, hashes, lineNumbers, repeatedLines } = group.read();
          for (let at = 0; at < count; at++) {
            const hash = hashes.toString('hex', at * hashBytes, (at + 1) * hashBytes);
            found.push([hash, lineNumbers[at]!]);
          }
          foundRepeated.push(...repeatedLines);
        }
        reader.close();
        expect(found).toEqual([...first].sort(([a], [b]) => (a < b ? -1 : 1)));
        expect(foundRepeated.sort((a, b) => a - b)).toEqual(repeated);
      }),
      { numRuns: 30 },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('S11: a file of one code a million times over takes neither memory nor disk', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'spool-'));
  try {
    const file = path.join(folder, 'hashes');
    const spool = openSpool(file, 0);
    const lines = Array.from({ length: 50_000 }, (_, index) => index);
    const hashes = Buffer.alloc(50_000 * hashBytes, 9);
    for (let round = 0; round < 22; round++) {
      spool.add(
        hashes,
        lines.map((line) => round * 50_000 + line + 1),
      );
    }
    const reader = readSpool(file, spool.sync());
    spool.close();
    let refused = 0;
    for (const rejections of reader.readRejections()) refused += rejections.length;
    const [group] = groupBuckets(reader, { from: 9, to: 10 }, 1);
    const { count, lineNumbers, repeatedLines } = group!.read();
    expect([count, lineNumbers[0]]).toEqual([1, 1]);
    expect(refused).toBeGreaterThan(90_000);
    expect(refused + repeatedLines.length).toBe(1_099_999);
    reader.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
