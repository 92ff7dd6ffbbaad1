import type { MemberKind, StatisticsDimension } from '@mashang/contract';
import { provinces } from '@mashang/contract/regions';
import { provinceOf, regionName } from '@mashang/contract/region-tree';
import { beijingDay, beijingMinute } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { isTimeUnit, type TimeUnit } from './time-steps.ts';

export type Language = 'zh' | 'en';

/** Names that other modules know. */
export interface NameReaders {
  describeMembers: (
    db: Db,
    memberIds: number[],
  ) => Promise<Map<number, { name: string; mobileMasked: string }>>;
  readProductNames: (db: Db, productIds: number[]) => Promise<Map<number, string>>;
}

const words = {
  zh: {
    unknown: '未知',
    batch: (id: string) => `批次 ${id}`,
    kinds: { consumer: '消费者', chef: '厨师' } satisfies Record<MemberKind, string>,
    cityUnknown: (province: string) => `${province}（城市未知）`,
    week: (from: string, to: string) => `${from} 至 ${to}`,
  },
  en: {
    unknown: 'Unknown',
    batch: (id: string) => `Batch ${id}`,
    kinds: { consumer: 'Consumer', chef: 'Chef' } satisfies Record<MemberKind, string>,
    cityUnknown: (province: string) => `${province} (city unknown)`,
    week: (from: string, to: string) => `${from} to ${to}`,
  },
};

const weekMs = 7 * 24 * 60 * 60 * 1000;

/** What people read instead of the keys of a dimension. */
export async function nameKeys(
  db: Db,
  dimension: StatisticsDimension,
  keys: string[],
  { language, ...readers }: NameReaders & { language: Language },
): Promise<Map<string, string>> {
  const nameOf = await namerOf(db, dimension, keys, { language, ...readers });
  return new Map(keys.map((key) => [key, key === '' ? words[language].unknown : nameOf(key)]));
}

async function namerOf(
  db: Db,
  dimension: StatisticsDimension,
  keys: string[],
  { language, describeMembers, readProductNames }: NameReaders & { language: Language },
): Promise<(key: string) => string> {
  const ids = keys.map(Number);
  if (isTimeUnit(dimension)) return (key) => nameStep(dimension, new Date(Number(key)), language);
  switch (dimension) {
    case 'province':
    case 'city':
      return (key) => nameRegion(dimension, key, language);
    case 'batch':
      return words[language].batch;
    case 'memberKind':
      return (key) => words[language].kinds[key as MemberKind] ?? key;
    case 'product': {
      const names = await readProductNames(db, ids);
      return (key) => names.get(Number(key)) ?? `#${key}`;
    }
    case 'member': {
      const members = await describeMembers(db, ids);
      return (key) => {
        const member = members.get(Number(key));
        return member ? `${member.name} ${member.mobileMasked}`.trim() : `#${key}`;
      };
    }
  }
}

function nameStep(unit: TimeUnit, start: Date, language: Language): string {
  const day = beijingDay(start);
  switch (unit) {
    case 'hour':
      return beijingMinute(start);
    case 'day':
      return day;
    case 'week': {
      const sunday = beijingDay(new Date(start.getTime() + weekMs - 1));
      return words[language].week(day, sunday.slice(5));
    }
    case 'month':
      return day.slice(0, 7);
  }
}

function nameRegion(dimension: 'province' | 'city', code: string, language: Language): string {
  const chinese = regionName(code) || code;
  const english = provinces.find((province) => province.code === provinceOf(code))?.english;
  const province = language === 'en' && english ? english : regionName(provinceOf(code)) || code;
  if (dimension === 'province') return province;
  if (code.endsWith('9900')) return words[language].cityUnknown(province);
  return language === 'en' ? [province, ...chinese.split(' ').slice(1)].join(' ') : chinese;
}
