import type { NoticeChannel } from '@mashang/contract';
import { createMemoryCredentialStore, createWechatClient } from '@mashang/wechat';
import { createSimulator } from '@mashang/wechat-simulator';
import type { Simulator } from '@mashang/wechat-simulator';
import { afterAll, beforeAll } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness-database.ts';
import { createTestClock, type TestClock } from '../../../test/test-clock.ts';
import { addJob } from '../../platform/jobs.ts';
import { createSenders, markNotFollowing, readFollowing } from '../wechat/index.ts';
import { changeSubscription, createNoticeJobs, notify } from './index.ts';
import type { NewNotice, NoticeAccount, NoticeJobDependencies, NoticeSettings } from './index.ts';

/** A database, a platform, and the jobs of notices between them; members have the WeChat users given. */
export interface NoticeDesk {
  database: TestDatabase;
  clock: TestClock;
  simulator: Simulator;
  account: NoticeAccount;
  settings: NoticeSettings;
  dependencies: NoticeJobDependencies;
  templateIds: { shipped: string; subscription: string };
  /** A new WeChat user who follows, has never acted in the chat, and is a new member. */
  aReader(change?: { following?: boolean }): Reader;
  tell(reader: Reader, notice?: Partial<NewNotice>): Promise<number>;
  /** Runs the job as the queue would, once. */
  run(noticeId: number): Promise<void>;
  wechatStateOf(noticeId: number): Promise<string | undefined>;
  /** Every try of a notice, in its order: channel, state, reason. */
  triesOf(noticeId: number): Promise<string[]>;
}

export interface Reader {
  memberId: number;
  userId: string;
  openId: string;
  /** Opens the chat for 48 hours and five messages. */
  writes(): Promise<void>;
  /** To one 订阅通知 more: on the phone, and in the event the server is told of it by. */
  agrees(): Promise<void>;
  /** What the phone shows of the account, oldest first: its kind, and the words. */
  seen(): { kind: string; text: string; rows: Record<string, string> }[];
}

export const sendPaths = {
  template: '/cgi-bin/message/template/send',
  subscription: '/cgi-bin/message/subscribe/bizsend',
  customerService: '/cgi-bin/message/custom/send',
} as const;

export const allChannels: NoticeChannel[] = ['subscription', 'template', 'customerService'];

export const shipped: Omit<NewNotice, 'memberId' | 'createdAt'> = {
  subject: 'redemption:12:shipped',
  kind: 'redemptionShipped',
  details: {
    redemptionId: 12,
    giftName: '不锈钢炒勺',
    quantity: 2,
    carrier: '顺丰',
    trackingNumber: 'SF123456',
  },
};

const appId = 'wx0123456789abcdef';
const shippedTitles = ['商品发货通知', '兑换商品发货提醒'];

/** Opens it before all tests of the file, and closes it after them. */
export function useNoticeDesk(): NoticeDesk {
  const desk = {} as NoticeDesk;
  const openIds = new Map<number, string>();
  beforeAll(async () => {
    const clock = createTestClock();
    const database = await freshDatabase({ max: 20 });
    const { simulator, client } = await openPlatform(clock);
    const account = { appId, ...createSenders(client) };
    const [shippedId = '', subscription = ''] = await Promise.all(
      (['template', 'subscription'] as const).map(async (channel) => {
        const templates = await client.listTemplates(channel);
        return templates.find(({ title }) => shippedTitles.includes(title))?.templateId ?? '';
      }),
    );
    const templateIds = { shipped: shippedId, subscription };
    const settings = settingsWith(templateIds);
    const dependencies: NoticeJobDependencies = {
      ...{ db: database.db, clock, addJob },
      findAccount: async () => desk.account,
      readNoticeSettings: async () => desk.settings,
      findOpenId: async (_db, { memberId }) => openIds.get(memberId) ?? null,
      describeMembers: async (_db, ids) => new Map(ids.map((id) => [id, { name: '王师傅' }])),
      isFollowing: readFollowing,
      markNotFollowing,
      publicUrl: 'https://points.example.cn',
      log: { info: () => undefined },
    };
    Object.assign(desk, { database, clock, simulator, account, settings, dependencies });
    Object.assign(desk, { templateIds }, actionsOf(desk, openIds));
  });
  afterAll(async () => {
    await desk.simulator.close();
    await desk.database.close();
  });
  return desk;
}

async function openPlatform(clock: TestClock) {
  const credentials = { appId, appSecret: 'a-secret-of-the-tests' };
  const simulator = await createSimulator({
    ...credentials,
    token: 'AAAAA',
    encodingAesKey: 'A'.repeat(43),
    originalId: 'gh_97417a04a28d',
    // Nobody answers there: reports are given to the module by the tests themselves.
    callbackUrl: 'http://127.0.0.1:9/wechat/callback',
    port: 0,
    now: () => clock.now(),
  });
  const client = createWechatClient({
    ...credentials,
    apiUrl: await simulator.listen(),
    credentialStore: createMemoryCredentialStore(),
    now: () => clock.now(),
    timeoutMs: 2_000,
    backoffMs: 1,
  });
  return { simulator, client };
}

function settingsWith(templateIds: { shipped: string; subscription: string }): NoticeSettings {
  const fields: NoticeSettings['templates'][number]['fields'] = [
    { name: 'thing1', from: 'giftName' },
    { name: 'thing2', from: 'carrier' },
    { name: 'character_string3', from: 'trackingNumber' },
  ];
  const kinds: NewNotice['kind'][] = ['redemptionShipped'];
  return {
    channels: allChannels,
    templates: [
      { channel: 'template', templateId: templateIds.shipped, title: '发货', kinds, fields },
      {
        channel: 'subscription',
        templateId: templateIds.subscription,
        title: '发货提醒',
        kinds,
        fields,
      },
    ],
  };
}

function actionsOf(desk: NoticeDesk, openIds: Map<number, string>) {
  const { database, simulator, clock } = desk;
  const { control } = simulator;
  return {
    aReader({ following = true } = {}): Reader {
      const { id, openId } = control.addUser();
      control.changeUser(id, { following });
      const memberId = openIds.size + 1;
      openIds.set(memberId, openId);
      return {
        ...{ memberId, openId, userId: id },
        async writes() {
          await control.pushEvent(id, { kind: 'text', content: '你好' });
        },
        async agrees() {
          const templateId = desk.templateIds.subscription;
          control.changeUser(id, { consents: { [templateId]: 1 } });
          const changes = [{ templateId, change: 'accepted' as const }];
          const said = { appId, openId, changes, at: clock.now() };
          await database.db.transaction().execute((tx) => changeSubscription(tx, said));
        },
        seen: () =>
          control
            .messages(id)
            .filter(({ from }) => from === 'account')
            .map(({ kind, text, card }) => ({
              ...{ kind, text },
              rows: Object.fromEntries((card?.rows ?? []).map(({ name, value }) => [name, value])),
            })),
      };
    },
    async tell({ memberId }: Reader, notice: Partial<NewNotice> = {}): Promise<number> {
      const told = { ...shipped, memberId, createdAt: clock.now(), ...notice };
      await database.db.transaction().execute((tx) => notify(tx, addJob, told));
      const row = await database.db
        .selectFrom('notice')
        .select('noticeId')
        .where('memberId', '=', memberId)
        .where('subject', '=', told.subject)
        .executeTakeFirstOrThrow();
      return row.noticeId;
    },
    run: (noticeId: number) => createNoticeJobs(desk.dependencies).sendNotice({ noticeId }),
    async wechatStateOf(noticeId: number): Promise<string | undefined> {
      const row = await database.db
        .selectFrom('notice')
        .select('wechatState')
        .where('noticeId', '=', noticeId)
        .executeTakeFirst();
      return row?.wechatState;
    },
    async triesOf(noticeId: number): Promise<string[]> {
      const rows = await database.db
        .selectFrom('noticeDelivery')
        .select(['channel', 'state', 'reason'])
        .where('noticeId', '=', noticeId)
        .orderBy('noticeDeliveryId')
        .execute();
      return rows.map(({ channel, state, reason }) =>
        [channel, state, reason ?? ''].join(' ').trim(),
      );
    },
  };
}
