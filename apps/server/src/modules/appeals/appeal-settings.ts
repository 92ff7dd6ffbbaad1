import type { Settings } from '@mashang/contract';
import type { Db } from '../../platform/database.ts';

/** What head office set about appeals. */
export type AppealSettings = Omit<Settings['appeals'], 'version'>;

export type ReadAppealSettings = (reader?: Db) => Promise<AppealSettings>;
