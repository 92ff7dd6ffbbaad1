import type { ReplyOf, StatisticsDimension, StatisticsRow } from '@mashang/contract';
import type { Db } from '../../platform/database.ts';
import { readWithin } from '../../platform/read-within.ts';
import { questionTooBig } from './errors.ts';
import { nameKeys, type Language, type NameReaders } from './name-keys.ts';
import {
  readCells,
  readColumnKeys,
  readRowFigures,
  type Figures,
  type RowFigures,
} from './read-figures.ts';
import { columnsMax, rowsMax, type Question } from './read-question.ts';
import { isTimeUnit, stepsBetween } from './time-steps.ts';

export type Statistics = ReplyOf<'GET /api/hq/statistics'>;

const timeoutMsDefault = 20_000;

/**
 * Claims and points by one or two dimensions, exact to the last commit, without looking at entries.
 * @throws Refusal bad_request when it takes too long
 */
export async function readStatistics(
  db: Db,
  question: Question,
  names: NameReaders & { language: Language },
  timeoutMs = timeoutMsDefault,
): Promise<Statistics> {
  const statistics = await readWithin(db, timeoutMs, (tx) => compute(tx, question, names));
  if (!statistics) throw questionTooBig();
  return statistics;
}

async function compute(
  db: Db,
  question: Question,
  names: NameReaders & { language: Language },
): Promise<Statistics> {
  const { by, across, isCompared } = question;
  const { rows, all } = await readRowFigures(db, question, rowsMax);
  const figures = isTimeUnit(by) ? fillSteps(stepKeys(by, question), rows) : rows;
  const rowKeys = figures.map(({ key }) => key);
  const columnKeys = across ? await readColumns(db, question, across) : [];
  const cellsOf = across
    ? await readCellRows(db, question, across, { rows: rowKeys, columns: columnKeys })
    : () => [];
  const rowNames = await nameKeys(db, by, rowKeys, names);
  const columnNames = across ? await nameKeys(db, across, columnKeys, names) : new Map();
  return {
    rows: figures.map((row): StatisticsRow => ({
      key: keyForPeople(by, row.key),
      label: rowNames.get(row.key) ?? row.key,
      claims: row.claims,
      points: row.points,
      previous: isCompared ? previousOf(row) : null,
      cells: cellsOf(row.key),
    })),
    columns: columnKeys.map((key) => ({
      key: across ? keyForPeople(across, key) : key,
      label: (columnNames.get(key) as string | undefined) ?? key,
    })),
    total: { claims: all.claims, points: all.points },
    previousTotal: isCompared ? previousOf(all) : null,
    rowsLeftOut: Math.max(0, all.rows - rows.length),
  };
}

function stepKeys(unit: StatisticsDimension, question: Question): string[] {
  const steps = isTimeUnit(unit) ? stepsBetween(unit, question, rowsMax) : null;
  return (steps ?? []).map((step) => String(step.getTime()));
}

/** Every step of time has its row, also one in which nothing happened. */
function fillSteps(keys: string[], rows: RowFigures[]): RowFigures[] {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const empty = { claims: 0, points: 0, previousClaims: 0, previousPoints: 0 };
  return keys.map((key) => byKey.get(key) ?? { key, ...empty });
}

async function readColumns(
  db: Db,
  question: Question,
  across: StatisticsDimension,
): Promise<string[]> {
  if (isTimeUnit(across)) return stepKeys(across, question);
  return readColumnKeys(db, question, across, columnsMax);
}

async function readCellRows(
  db: Db,
  question: Question,
  across: StatisticsDimension,
  keys: { rows: string[]; columns: string[] },
): Promise<(rowKey: string) => Figures[]> {
  const cells = new Map<string, Figures>();
  for (const { rowKey, columnKey, ...figures } of await readCells(db, question, across, keys)) {
    cells.set(`${rowKey} ${columnKey}`, figures);
  }
  return (rowKey) =>
    keys.columns.map(
      (columnKey) => cells.get(`${rowKey} ${columnKey}`) ?? { claims: 0, points: 0 },
    );
}

function previousOf(row: { previousClaims: number; previousPoints: number }): Figures {
  return { claims: row.previousClaims, points: row.previousPoints };
}

/** Time leaves as a moment. */
function keyForPeople(dimension: StatisticsDimension, key: string): string {
  return isTimeUnit(dimension) ? new Date(Number(key)).toISOString() : key;
}
