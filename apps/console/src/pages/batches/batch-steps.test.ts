import { expect, test } from 'vitest';
import { batchActions, batchStations } from './batch-steps.ts';

const activatedAt = '2026-11-22T08:00:00.000Z';

test('a void batch and one being imported offer no action', () => {
  expect(batchActions('void')).toEqual([]);
  expect(batchActions('importing')).toEqual([]);
});

test('freeze and thaw are never offered together, void wherever it is still possible', () => {
  expect(batchActions('minted')).toEqual(['activate', 'void']);
  expect(batchActions('activated')).toEqual(['freeze', 'void']);
  expect(batchActions('frozen')).toEqual(['thaw', 'void']);
});

test('the stations tell the life of own and imported batches', () => {
  expect(batchStations({ source: 'own', state: 'minted', activatedAt: null })).toEqual({
    stations: ['minted', 'activated'],
    doneCount: 1,
  });
  expect(batchStations({ source: 'imported', state: 'importing', activatedAt: null })).toEqual({
    stations: ['importing', 'minted', 'activated'],
    doneCount: 1,
  });
  expect(batchStations({ source: 'own', state: 'frozen', activatedAt }).stations).toEqual([
    'minted',
    'frozen',
  ]);
});

test('a batch voided before activation does not claim to have been active', () => {
  expect(batchStations({ source: 'own', state: 'void', activatedAt: null }).stations).toEqual([
    'minted',
    'void',
  ]);
});
