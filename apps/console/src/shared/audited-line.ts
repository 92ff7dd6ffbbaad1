import type { Api, OperationLine } from '@mashang/contract';

/**
 * The operations that leave a line in the audit log: head office's writes, and the reads the
 * contract calls audited. Derived from it, so a name that is missing or left over is a type error.
 */
export type AuditedLine = { [Line in OperationLine]: Audited<Line> }[OperationLine];

type Audited<Line extends OperationLine> = Line extends `GET ${string}`
  ? Api[Line] extends { audited: true }
    ? Line
    : never
  : Line extends `${string} /api/hq/${string}`
    ? Line
    : never;
