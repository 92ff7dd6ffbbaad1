import type { AuditLine } from '@mashang/contract';
import type { Route } from '../../platform/http.ts';
import { momentCell, sendList } from '../../platform/send-list.ts';
import type { ListColumn } from '../../platform/send-list.ts';
import { listAuditLines } from './list-audit-lines.ts';
import type { StaffRouteTools } from './routes.ts';

/** What head office did, for administrators to read; nothing here can change it. */
export function registerAuditRoutes(route: Route, { db, clock }: StaffRouteTools): void {
  route('GET /api/hq/audit-log', ({ query }) => listAuditLines(db, query));

  route('GET /api/hq/audit-log/export', async ({ query, caller, request, reply }) => {
    const { format, ...filter } = query;
    await sendList<AuditLine>(
      { request, reply },
      {
        format,
        language: caller.language,
        now: clock.now(),
        name: { zh: '操作日志', en: 'audit-log' },
        columns,
        readPage: (page) => listAuditLines(db, { ...filter, ...page }),
      },
    );
  });
}

const columns: ListColumn<AuditLine>[] = [
  { zh: '编号', en: 'Number', cell: (row) => row.auditId },
  { zh: '时间', en: 'Time', cell: (row) => momentCell(row.createdAt) },
  { zh: '操作人', en: 'Who', cell: (row) => row.staffName },
  { zh: '操作', en: 'Operation', cell: (row) => row.operation },
  { zh: '说明', en: 'Summary', cell: (row) => row.summary },
  { zh: '内容', en: 'Input', cell: (row) => row.input },
  { zh: '来源地址', en: 'Address', cell: (row) => row.address },
  { zh: '请求编号', en: 'Request', cell: (row) => row.requestId },
];
