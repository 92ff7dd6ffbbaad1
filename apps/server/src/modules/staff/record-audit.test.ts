import { expect, test } from 'vitest';
import { recordAudit } from './index.ts';
import { useStaffBench } from './staff-bench.ts';

const bench = useStaffBench();

test.each([
  [{ name: '红烧酱油' }, { name: '红烧酱油' }],
  [{ name: 'a\u0000b' }, { name: 'a\ufffdb' }],
  [{ 'k\u0000': ['\ud800x', '😀'] }, { 'k\ufffd': ['\ufffdx', '😀'] }],
  [{ path: 'C:\\u0000' }, { path: 'C:\\u0000' }],
  [{ path: '\\\u0000' }, { path: '\\\ufffd' }],
  [undefined, null],
])('B15: the input %j is kept as %j', async (input, kept) => {
  const entry = {
    staffId: null,
    operation: 'POST /api/hq/products',
    input,
    requestId: 'r1',
    address: '10.0.0.1',
  };
  await recordAudit(bench.database.db, bench.clock, entry);
  expect(
    await bench.rows(
      'select staff_id, operation, input, request_id, address, created_at from audit_log',
    ),
  ).toEqual([
    {
      staff_id: null,
      operation: 'POST /api/hq/products',
      input: kept,
      request_id: 'r1',
      address: '10.0.0.1',
      created_at: bench.time,
    },
  ]);
});
