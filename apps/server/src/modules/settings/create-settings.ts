import type { Db } from '../../platform/database.ts';
import { readStoredSettings } from './setting-store.ts';
import type { SettingsSnapshot } from './setting-values.ts';

export interface ServerSettings {
  /**
   * What head office decided, at most a second old. Inside a transaction give it as `reader`: its
   * connection is there already, another one may have to be waited for.
   */
  read(reader?: Db): Promise<SettingsSnapshot>;
  /** The next reading asks the database: called after a saving of this process. */
  forget(): void;
}

const freshMs = 1_000;

/** Made once by app.ts. However many ask at once, one query answers them. */
export function createSettings({ db, masterKey }: { db: Db; masterKey: Buffer }): ServerSettings {
  // Age of the copy, not business time: a clock moved by hand must not keep it for ever.
  let reading: { answer: Promise<SettingsSnapshot>; startedAt: number } | undefined;

  function read(reader: Db): Promise<SettingsSnapshot> {
    if (reading && performance.now() - reading.startedAt < freshMs) return reading.answer;
    const current = { answer: readStoredSettings(reader, masterKey), startedAt: performance.now() };
    reading = current;
    current.answer.catch(() => {
      if (reading === current) reading = undefined;
    });
    return current.answer;
  }

  return {
    read: (reader = db) => read(reader),
    forget: () => {
      reading = undefined;
    },
  };
}
