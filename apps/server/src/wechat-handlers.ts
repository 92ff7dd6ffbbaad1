import { chatTexts } from './texts-chat.ts';
import { signInTexts } from './texts-sign-in.ts';
import * as members from './modules/members/index.ts';
import * as notices from './modules/notices/index.ts';
import * as points from './modules/points/index.ts';
import * as scans from './modules/scans/index.ts';
import * as wechat from './modules/wechat/index.ts';
import { addJob } from './platform/jobs.ts';
import type { ServerOptions, Services } from './services.ts';

/** What chat and platform ask of the product, by whom in the product answers it. */
export function createChatHandlers(
  { config: { publicUrl }, db, clock }: Pick<ServerOptions, 'config' | 'db' | 'clock'>,
  { scanDesk, wechatAccounts: accounts }: Pick<Services, 'scanDesk' | 'wechatAccounts'>,
): wechat.ChatHandlers {
  const findMemberByOpenId = members.createMemberFinder(
    db,
    async () => (await accounts.current())?.account.appId,
  );
  return {
    answerScan: (scan) =>
      scans.answerChatScan(scan, {
        ...{ scanDesk, findMemberByOpenId, publicUrl },
        language: 'zh',
        findMovedAway: () => members.findMovedAway(db, scan),
      }),

    async answerPoints({ openId }) {
      const memberId = await findMemberByOpenId(openId);
      if (memberId === null) {
        return chatTexts.zh.bindForPoints(`${publicUrl}/bind?to=${encodeURIComponent('/points')}`);
      }
      const balance = (await points.readBalances(db, [memberId])).get(memberId)?.balance ?? 0;
      return chatTexts.zh.balance(balance, `${publicUrl}/points`);
    },

    /** The first letter of a scene says whose it is. */
    async answerScene({ appId, openId, scene, isNewFollower }) {
      if (scene.startsWith('p')) {
        await db
          .transaction()
          .execute((tx) => wechat.countPosterVisit(tx, { appId, scene, isNewFollower }));
        return null;
      }
      if (!scene.startsWith('s')) return null;
      const now = clock.now();
      const found = await members.answerSignInScene(db, { appId, openId, scene, now });
      if (!found) return signInTexts.zh.signInGone();
      return signInTexts.zh.confirmSignIn(`${publicUrl}/sign-in#${found.confirmToken}`);
    },

    onDeliveryReport: (report) => notices.reportDelivery({ db, clock, addJob }, report),

    onSubscriptionChange: (consent) =>
      db.transaction().execute((tx) => notices.changeSubscription(tx, consent)),

    async onUserGone(tx, user) {
      const done = await members.unbindCancelledUser(tx, { ...user, now: clock.now() });
      await notices.forgetWechatUser(tx, user);
      return done;
    },
  };
}
