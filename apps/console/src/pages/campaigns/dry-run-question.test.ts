import { expect, test } from 'vitest';
import { firstQuestion, readQuestion } from './dry-run-question.ts';

const now = new Date('2026-05-01T02:03:04.000Z');
const plain = firstQuestion(null, now);

test('S21: a made-up member is asked with kind, region and which firsts the scan would be', () => {
  expect(plain.clock).toEqual({ day: '2026-05-01', time: '10:03' });
  const form = {
    ...plain,
    productId: 3,
    batchId: 9,
    serial: '0',
    firsts: ['isFirstOfDay' as const],
  };
  expect(readQuestion(form, 7).body).toEqual({
    productId: 3,
    batchId: 9,
    serial: 0,
    memberKind: 'consumer',
    regionCode: null,
    isFirstEver: false,
    isFirstOfDay: true,
    isFirstOfProduct: false,
    at: '2026-05-01T02:03:00.000Z',
    draftCampaignId: 7,
  });
});

test('S21: a member and a code are asked as they are, whatever else was filled in', () => {
  const form = {
    ...plain,
    codeBy: 'code' as const,
    text: ' HTTPS://M.LE/ABC ',
    productId: 3,
    serial: 'x',
    memberBy: 'member' as const,
    memberId: 5,
  };
  expect(readQuestion(form, undefined).body).toEqual({
    text: 'HTTPS://M.LE/ABC',
    memberId: 5,
    at: '2026-05-01T02:03:00.000Z',
  });
});

test('S21: what is missing is told at its field', () => {
  expect(readQuestion(plain, undefined).errors).toEqual({ product: true });
  expect(
    readQuestion(
      {
        ...plain,
        codeBy: 'code',
        text: ' ',
        memberBy: 'member',
        clock: { day: '2026-05-01', time: '' },
      },
      undefined,
    ).errors,
  ).toEqual({ text: true, member: true, clock: true });
  expect(readQuestion({ ...plain, productId: 1, serial: '4' }, undefined).errors).toEqual({
    serial: true,
  });
});
