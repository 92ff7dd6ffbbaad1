import { afterAll, beforeAll, beforeEach } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../../test/harness-database.ts';
import { createTestClock, type TestClock } from '../../../../test/test-clock.ts';
import {
  eventXml,
  openTestChat,
  recordingHandlers,
  type TestChat,
} from './test-chat.test-support.ts';

export interface RecordedChat {
  clock: TestClock;
  /** What the product was asked and told, in order, since the test began. */
  calls: [string, unknown][];
  readonly database: TestDatabase;
  readonly chat: TestChat;
  /** The words an event is answered with; null is silence. */
  tell: (
    fields: Record<string, string>,
    input?: { openId?: string; more?: string },
  ) => Promise<string | null>;
  /** Now, as exact as WeChat's CreateTime. */
  second: () => Date;
}

/** A chat on a database of its own for the tests of a file; each begins a minute later. */
export function useRecordedChat(): RecordedChat {
  const clock = createTestClock();
  const calls: [string, unknown][] = [];
  let database: TestDatabase;
  let chat: TestChat;
  beforeAll(async () => {
    database = await freshDatabase();
    chat = openTestChat({ db: database.db, clock, handlers: recordingHandlers(calls) });
  });
  afterAll(async () => {
    await chat.close();
    await database.close();
  });
  beforeEach(() => {
    calls.length = 0;
    clock.advanceMs(60_000);
  });
  return {
    clock,
    calls,
    get database() {
      return database;
    },
    get chat() {
      return chat;
    },
    tell: async (fields, input = {}) =>
      (await chat.push(eventXml(fields, { at: clock.now(), ...input }))).text,
    second: () => new Date(Math.floor(clock.now().getTime() / 1000) * 1000),
  };
}
