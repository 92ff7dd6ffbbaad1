import type { WechatCheck, WechatCheckName } from '@mashang/contract';
import { expect, test } from 'vitest';
import { ApiError } from '../../shared/api.ts';
import { createCheckRun, stateOf } from './check-run.ts';

const names: WechatCheckName[] = ['account', 'token', 'menu', 'templates'];

/** Answers when the test says so. */
function pendingAnswers() {
  const asked: WechatCheckName[] = [];
  const open = new Map<WechatCheckName, PromiseWithResolvers<WechatCheck>>();
  const run = createCheckRun((check) => {
    asked.push(check);
    const answer = Promise.withResolvers<WechatCheck>();
    open.set(check, answer);
    return answer.promise;
  });
  const settle = async (check: WechatCheckName, outcome: WechatCheck['state'] | ApiError) => {
    const answer = open.get(check);
    if (outcome instanceof ApiError) answer?.reject(outcome);
    else answer?.resolve({ check, state: outcome, seen: '', steps: [], checkedAt: '' });
    await new Promise((resolve) => setTimeout(resolve));
  };
  const state = (check: WechatCheckName) => stateOf(run.progress.get(check));
  return { run, asked, settle, state };
}

test('S2: checks are tried two at a time, in order, and every one to its end', async () => {
  const { run, asked, settle, state } = pendingAnswers();
  run.run(names);
  expect(asked).toEqual(['account', 'token']);
  expect([state('account'), state('menu')]).toEqual(['running', 'queued']);
  expect(run.counts.value).toEqual({ done: 0, total: 4 });

  await settle('token', 'failed');
  expect(asked).toEqual(['account', 'token', 'menu']);
  await settle('account', 'passed');
  await settle('menu', 'warning');
  await settle('templates', new ApiError({ code: 'network', message: '', requestId: '' }, 0));
  expect(names.map(state)).toEqual(['passed', 'failed', 'warning', 'unanswered']);
  expect(run.counts.value).toEqual({ done: 4, total: 4 });
  expect(run.isBusy.value).toBe(false);
});

test('S2: one check tried again keeps what the others found; one under way is not asked twice', async () => {
  const { run, asked, settle, state } = pendingAnswers();
  run.run(['account', 'token']);
  run.run(['token', 'menu']);
  expect(asked).toEqual(['account', 'token']);
  await settle('account', 'passed');
  await settle('token', 'failed');
  await settle('menu', 'passed');
  run.run(['token']);
  expect(run.counts.value).toEqual({ done: 0, total: 1 });
  expect([state('account'), state('token')]).toEqual(['passed', 'running']);
  expect(run.progress.get('token')?.result?.state).toBe('failed');
});

test('S2: what was found of another account is forgotten, late answers included', async () => {
  const { run, settle, state } = pendingAnswers();
  run.useAccount('wx1');
  run.run(['account']);
  run.useAccount('wx1');
  expect(state('account')).toBe('running');
  run.useAccount('wx2');
  await settle('account', 'passed');
  expect(state('account')).toBe('waiting');
});
