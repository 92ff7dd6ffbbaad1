import { describe, expect, test } from 'vitest';
import { authenticityInWords } from './authenticity-in-words.ts';
import { judgeAuthenticity, type JudgedScan } from './judge-authenticity.ts';
import type { ScannedCode } from './read-authenticity.ts';

const monday = new Date('2026-11-16T02:00:00Z');
const tuesday = new Date('2026-11-17T02:00:00Z');

const scannedBy = (given: Partial<ScannedCode>): ScannedCode => ({
  scans: 1,
  people: 1,
  provinces: ['320000'],
  firstScannedAt: monday,
  firstProvince: '320000',
  lastScannedAt: monday,
  onlyPerson: null,
  isKnownPerson: false,
  cleared: null,
  ...given,
});
const judge = (given: Partial<JudgedScan>) =>
  judgeAuthenticity({
    batchId: 7,
    state: 'activated',
    scanned: null,
    claim: null,
    person: { memberId: 1, device: 'aa' },
    province: null,
    limits: { suspiciousPeople: 5, suspiciousProvinces: 3 },
    ...given,
  });
const claimOf = (memberId: number, claimedAt = tuesday, province: string | null = '110000') => ({
  memberId,
  claimedAt,
  province,
});

describe('S21: is it genuine? The second scan by the same person is no alarm', () => {
  test('never scanned: first', () => {
    expect(judge({})).toMatchObject({
      verdict: 'first',
      firstScannedAt: null,
      scans: 1,
      people: 1,
    });
  });

  test.each<[string, Partial<JudgedScan>]>([
    ['the member claimed it', { claim: claimOf(1) }],
    ['the member scanned it', { scanned: scannedBy({ onlyPerson: 'member:1' }) }],
    ['the browser checked it', { scanned: scannedBy({ onlyPerson: 'device:aa' }) }],
    [
      'the browser checked it, then the member claimed it',
      { scanned: scannedBy({ onlyPerson: 'device:aa' }), claim: claimOf(1) },
    ],
    [
      'the same without an account',
      {
        scanned: scannedBy({ onlyPerson: 'device:aa' }),
        person: { memberId: null, device: 'aa' },
      },
    ],
  ])('%s before: again, one person', (_what, given) => {
    const scans = (given.scanned?.scans ?? 0) + (given.claim ? 1 : 0) + 1;
    expect(judge(given)).toMatchObject({ verdict: 'again', scans, people: 1 });
  });

  test.each<[string, Partial<JudgedScan>, number]>([
    ['another claimed it', { claim: claimOf(2) }, 2],
    ['another checked it', { scanned: scannedBy({ onlyPerson: 'device:bb' }) }, 2],
    ['somebody unknown checked it', { scanned: scannedBy({ onlyPerson: 'unknown' }) }, 2],
    [
      'this member scanned it, then another claimed it',
      { scanned: scannedBy({ onlyPerson: 'member:1' }), claim: claimOf(2) },
      2,
    ],
    [
      'another claimed it and scanned it again',
      {
        scanned: scannedBy({ onlyPerson: 'member:2', lastScannedAt: tuesday }),
        claim: claimOf(2, monday),
      },
      2,
    ],
    ['two others scanned it', { scanned: scannedBy({ people: 2 }) }, 3],
    [
      'two scanned it, this member among them',
      { scanned: scannedBy({ people: 2, isKnownPerson: true }) },
      2,
    ],
    [
      'two scanned it, then this member claimed it',
      { scanned: scannedBy({ people: 2 }), claim: claimOf(1) },
      3,
    ],
    [
      'others more than thirty days ago, only this member since',
      { scanned: scannedBy({ people: 1, isKnownPerson: true }) },
      2,
    ],
    [
      'nobody known asks twice',
      {
        scanned: scannedBy({ onlyPerson: 'unknown' }),
        person: { memberId: null, device: null },
      },
      2,
    ],
  ])('%s: others, %#', (_what, given, people) => {
    expect(judge(given)).toMatchObject({ verdict: 'others', people });
  });

  test('the first scan is the earlier of claim and log, with its province', () => {
    const scanned = scannedBy({ onlyPerson: 'member:1' });
    expect(judge({ scanned, claim: claimOf(1) })).toMatchObject({
      firstScannedAt: monday,
      firstProvince: '320000',
    });
    const later = scannedBy({ firstScannedAt: tuesday, lastScannedAt: tuesday });
    expect(judge({ scanned: later, claim: claimOf(1, monday) })).toMatchObject({
      firstScannedAt: monday,
      firstProvince: '110000',
    });
  });

  test('many only from the limits on, this scan among them; cleared only beyond what was cleared', () => {
    const verdictOf = (scanned: Partial<ScannedCode>, province: string | null = null) =>
      judge({ scanned: scannedBy(scanned), province }).verdict;
    expect(verdictOf({ people: 3 })).toBe('others');
    expect(verdictOf({ people: 4 })).toBe('many');
    expect(verdictOf({ provinces: ['320000', '110000'] }, '320000')).toBe('others');
    expect(verdictOf({ provinces: ['320000', '110000'] }, '440000')).toBe('many');
    const cleared = { people: 8, provinces: 2 };
    expect(verdictOf({ people: 8, isKnownPerson: true, cleared })).toBe('others');
    expect(verdictOf({ people: 8, cleared })).toBe('many');
  });
});

describe('S21: in words', () => {
  test('say when, where, how often and by how many, and frighten nobody below the limits', () => {
    const others = judge({ scanned: scannedBy({ people: 2, scans: 3 }) });
    const words = authenticityInWords(others, 'zh');
    expect(words).toMatchObject({ firstProvince: '江苏省', scans: 4, people: 3 });
    expect(words.detail).toContain('2026-11-16 10:00，江苏省');
    expect(words.detail).toContain('4 次');
    expect(words.title + words.detail).not.toMatch(/假/);
    const many = judge({ scanned: scannedBy({ people: 9 }) });
    expect(authenticityInWords(many, 'zh').detail).toMatch(/封口.*举报假货/);
    expect(authenticityInWords(many, 'en').detail).toMatch(/seal.*report a fake/);
  });

  test.each(['minted', 'frozen', 'void'] as const)(
    'nobody is reassured about a code that is %s',
    (state) => {
      for (const claim of [null, claimOf(1)]) {
        const words = authenticityInWords(judge({ state, claim }), 'zh');
        expect(words.title + words.detail).not.toMatch(/正品|放心/);
      }
    },
  );
});
