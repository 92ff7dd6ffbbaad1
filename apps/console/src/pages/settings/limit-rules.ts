import type { Settings } from '@mashang/contract';
import type { NumberRules } from './number-rules.ts';

export type GuardNumber = Exclude<keyof Settings['guards'], 'version'>;
export type AppealNumber = Exclude<keyof Settings['appeals'], 'version' | 'templates'>;

const count = (usual: number, most: number) => ({ least: 1, most, usual });

/** The bounds of the contract and the server's own defaults (settings/guard-settings.ts there). */
export const guardRules: NumberRules<GuardNumber> = {
  wrongInARowMax: { ...count(10, 10_000), notAbove: 'wrongPerDayMax' },
  rowLockMinutes: count(30, 1_440),
  wrongPerDayMax: count(20, 10_000),
  oddPerDayMax: count(100, 100_000),
  openIdWrongPerDayMax: count(40, 1_000_000),
  deviceWrongPerDayMax: count(60, 1_000_000),
  addressWrongPerDayMax: count(200, 1_000_000),
  consumerDailyClaimsMax: count(100, 1_000_000),
  chefDailyClaimsMax: count(1_000, 1_000_000),
  velocityClaimsPerHour: count(150, 1_000_000),
  travelKilometresPerHour: count(900, 10_000),
  suspiciousPeople: count(5, 10_000),
  suspiciousProvinces: count(3, 34),
  checksPerMinuteMax: { ...count(20, 10_000), notAbove: 'checksPerDayMax' },
  checksPerDayMax: count(300, 1_000_000),
};

/** In the order of the form, each with the key of its title in `texts.guardRules.groups`. */
export const guardGroups = [
  {
    name: 'wrong',
    numbers: ['wrongInARowMax', 'rowLockMinutes', 'wrongPerDayMax', 'oddPerDayMax'],
  },
  {
    name: 'sources',
    numbers: ['openIdWrongPerDayMax', 'deviceWrongPerDayMax', 'addressWrongPerDayMax'],
  },
  { name: 'claims', numbers: ['consumerDailyClaimsMax', 'chefDailyClaimsMax'] },
  { name: 'alarms', numbers: ['velocityClaimsPerHour', 'travelKilometresPerHour'] },
  { name: 'suspicious', numbers: ['suspiciousPeople', 'suspiciousProvinces'] },
  { name: 'checks', numbers: ['checksPerMinuteMax', 'checksPerDayMax'] },
] as const satisfies readonly { name: string; numbers: readonly GuardNumber[] }[];

export const appealRules: NumberRules<AppealNumber> = {
  pointsMax: { least: 0, most: 1_000_000, usual: 500, notAbove: 'clerkPointsPerDayMax' },
  approvalAbovePoints: { least: 0, most: 1_000_000, usual: 100, notAbove: 'pointsMax' },
  clerkPointsPerDayMax: { least: 0, most: 100_000_000, usual: 2_000 },
  memberAppealsPerDayMax: count(5, 100),
};
