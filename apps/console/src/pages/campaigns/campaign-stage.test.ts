import { expect, test } from 'vitest';
import { stageOf, stateActions, stateAfter } from './campaign-stage.ts';

const startsAt = '2026-04-30T16:00:00.000Z';
const endsAt = '2026-05-05T16:00:00.000Z';
const stage = (state: Parameters<typeof stateActions>[0], now: string) =>
  stageOf({ state, startsAt, endsAt }, new Date(now));

test('S21: a started campaign waits before its window, runs inside it and is over after it', () => {
  expect(stage('running', '2026-04-30T15:59:59.999Z')).toBe('scheduled');
  expect(stage('running', startsAt)).toBe('running');
  expect(stage('running', '2026-05-05T15:59:59.999Z')).toBe('running');
  expect(stage('running', endsAt)).toBe('over');
});

test('S21: a draft stays a draft and an ended campaign ended, whatever the time', () => {
  for (const now of ['2026-01-01T00:00:00Z', startsAt, '2027-01-01T00:00:00Z']) {
    expect(stage('draft', now)).toBe('draft');
    expect(stage('ended', now)).toBe('ended');
  }
  expect(stage('paused', startsAt)).toBe('paused');
  expect(stage('paused', endsAt)).toBe('over');
});

test('S21: an ended campaign offers nothing, and only ending ends', () => {
  expect(stateActions('ended')).toEqual([]);
  expect(stateActions('draft')).not.toContain('end');
  expect(stateAfter('resume')).toBe('running');
  expect(stateAfter('pause')).toBe('paused');
  expect(stateAfter('end')).toBe('ended');
});
