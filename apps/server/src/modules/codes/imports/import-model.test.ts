import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openImportDesk } from './import-desk.test-support.ts';
import type { ImportDesk } from './import-desk.test-support.ts';

let desk: ImportDesk;
beforeAll(async () => {
  desk = await openImportDesk({ linesPerCheckpoint: 3, codesPerTransaction: 4 });
});
afterAll(() => desk.close());

/** What is known of all codes: whose import stored them. */
const known = new Map<string, number>();

const aLine = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 60 }).map((number) => `CODE-${number}`) },
  { weight: 1, arbitrary: fc.constantFrom('', '   ', 'x'.repeat(513), 'a\uFFFDb') },
);

/** The plain way: line by line. */
function expectedOf(lines: string[]) {
  const accepted = new Map<string, number>();
  const rejections: [number, string][] = [];
  for (const [index, line] of lines.entries()) {
    const text = line.trim();
    if (text === '') continue;
    const reason = reasonFor(text, accepted);
    if (reason === null) accepted.set(text, index + 1);
    else rejections.push([index + 1, reason]);
  }
  return { accepted, rejections };
}

function reasonFor(text: string, accepted: Map<string, number>): string | null {
  if (text.length > 512) return 'tooLong';
  if (text.includes('\uFFFD')) return 'notText';
  if (accepted.has(text)) return 'duplicateInFile';
  return known.has(text) ? 'duplicateInDatabase' : null;
}

/** A line that repeats a known code is a duplicate in the file only when it is the second there. */
function settle({ accepted, rejections }: ReturnType<typeof expectedOf>, lines: string[]) {
  const seen = new Set<string>();
  return {
    accepted,
    rejections: rejections.map(([lineNumber, reason]): [number, string] => {
      const text = lines[lineNumber - 1]!.trim();
      const isRepeat = seen.has(text);
      seen.add(text);
      return [
        lineNumber,
        reason === 'duplicateInDatabase' && isRepeat ? 'duplicateInFile' : reason,
      ];
    }),
  };
}

test('S11: the report of any file is that of reading it line by line, in a check and in an import', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(aLine, { minLength: 1, maxLength: 60 }),
      fc.boolean(),
      async (given, isCheckedFirst) => {
        const lines = ['code', ...given];
        const { status, body } = await desk.upload(lines.join('\n'));
        // Nothing but blank lines.
        if (status !== 200) return;
        const { importId, batchId, mapping } = body;
        const file = ['', ...given];
        const expected = settle(expectedOf(file), file);
        const start = {
          ...mapping!,
          ...({ hasHeader: true, codeColumn: 0, delimiter: ',', encoding: 'utf-8' } as const),
        };
        for (const wanted of isCheckedFirst
          ? (['check', 'import'] as const)
          : ['import' as const]) {
          await desk.start(importId, wanted, start);
          await desk.run(importId);
          expect(await desk.rejections(importId)).toEqual(expected.rejections);
          const counts = await desk.getImport(importId);
          expect(counts.accepted).toBe(expected.accepted.size);
        }
        const stored = await desk.storedLines(batchId);
        expect(stored).toEqual([...expected.accepted.values()]);
        for (const text of expected.accepted.keys()) known.set(text, importId);
      },
    ),
    // In the end hardly a code is new.
    { numRuns: 10, endOnFailure: true },
  );
  for (const [text] of known) expect(await desk.scan(text)).not.toBeNull();
});
