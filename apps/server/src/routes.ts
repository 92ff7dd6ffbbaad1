import { createAuthenticate } from './authenticate.ts';
import { createRoute, type Route } from './platform/http.ts';
import { addJob } from './platform/jobs.ts';
import { registerScanParts } from './scan-routes.ts';
import { nameReaders, type ServerOptions, type Services } from './services.ts';
import { registerSiteRoute } from './site-route.ts';
import { createChatHandlers } from './wechat-handlers.ts';
import * as codes from './modules/codes/index.ts';
import * as gifts from './modules/gifts/index.ts';
import * as members from './modules/members/index.ts';
import * as notices from './modules/notices/index.ts';
import * as pictures from './modules/pictures/index.ts';
import * as points from './modules/points/index.ts';
import * as products from './modules/products/index.ts';
import * as redemptions from './modules/redemptions/index.ts';
import * as scans from './modules/scans/index.ts';
import * as settings from './modules/settings/index.ts';
import * as sms from './modules/sms/index.ts';
import * as staff from './modules/staff/index.ts';
import * as statistics from './modules/statistics/index.ts';
import * as wechat from './modules/wechat/index.ts';

/** Every operation of the contract, module by module. */
export function registerRoutes(
  options: ServerOptions,
  services: Services,
  parts: { codeDependencies: codes.CodeRouteDependencies },
): void {
  const { config, db, clock, checkReplies } = options;
  const { publicUrl } = config;
  const { authenticateMember, authenticateStaff, passwords } = services;
  const secureCookies = publicUrl.startsWith('https:');
  const route = createRoute(services.app, {
    authenticate: createAuthenticate({ authenticateMember, authenticateStaff }),
    audit: (entry) => staff.recordAudit(db, clock, entry),
    checkReplies,
  });
  registerSiteRoute(route, config, services);
  staff.registerStaffRoutes(route, { db, clock, passwords, secureCookies, publicUrl });
  products.registerProductRoutes(route, { db, clock, countBatches: codes.countBatchesByProduct });
  codes.registerCodeRoutes(route, parts.codeDependencies);
  registerDeliveries(route, options, services);
  registerMembers(route, options, services);
  registerGifts(route, options);
  points.registerPointsRoutes(route, {
    db,
    clock,
    ...nameReaders,
    findMemberIdsByMobile: findByMobile(options),
  });
  registerScanParts(route, options, services);
  statistics.registerStatisticsRoutes(route, {
    db,
    clock,
    ...nameReaders,
    liveFeed: services.liveFeed,
    isStillStaff: async (request) => (await authenticateStaff(request)) !== null,
  });
  registerChannels(route, options, services);
  registerWechatDesk(route, options, services);
}

/** How print files leave the house. */
function registerDeliveries(
  route: Route,
  { config, db, masterKey, clock }: ServerOptions,
  { codeBook, settings: saved }: Services,
): void {
  codes.registerDeliveryRoutes(route, {
    ...{ db, clock, masterKey, codeBook, publicUrl: config.publicUrl },
    readProductNames: products.readProductNames,
    readGtin: products.readGtin,
    readStaffNames: staff.readStaffNames,
    readScanFacts: scans.readScanFacts,
    readBrandName: async () => (await saved.read()).brand.name ?? config.brandName,
  });
}

/** Consumers with their own account, and head office with all of them. */
function registerMembers(
  route: Route,
  { config, db, masterKey, clock }: ServerOptions,
  services: Services,
): void {
  members.registerMemberRoutes(route, {
    db,
    clock,
    masterKey,
    sms: services.sms,
    passwords: services.passwords,
    onMemberCreated: points.openAccount,
    readBalance: async (reader, memberId) =>
      (await points.readBalances(reader, [memberId])).get(memberId)?.balance ?? 0,
    countUnread: notices.countUnreadNotices,
    secureCookies: config.publicUrl.startsWith('https:'),
  });
  members.registerMemberDeskRoutes(route, {
    db,
    clock,
    masterKey,
    addJob,
    onMemberCreated: points.openAccount,
    readBalances: points.readBalances,
    filterByBalance: points.filterByBalance,
    listAccountsByBalance: points.listAccountsByBalance,
    adjustPoints: points.adjustPoints,
    notify: (tx, notice) => notices.notify(tx, addJob, notice),
    readStaffNames: staff.readStaffNames,
  });
  members.registerScanSignInRoutes(route, {
    ...{ db, clock, readProvince: services.readProvince },
    createSceneQr: wechat.createSceneQrMaker(services.wechatAccounts),
    secureCookies: config.publicUrl.startsWith('https:'),
  });
  notices.registerNoticeRoutes(route, { db, clock });
  notices.registerNoticeDeliveryRoutes(route, {
    ...{ db, clock },
    readNoticeSettings: async (reader) => (await services.settings.read(reader)).wechatNotices,
    findAppId: async () => (await services.wechatAccounts.current())?.account.appId,
    findOpenId: members.findOpenId,
    describeMembers: members.describeMembers,
  });
}

/** From the picture of a gift to the doorstep. */
function registerGifts(route: Route, { db, masterKey, clock }: ServerOptions): void {
  const { readStaffNames } = staff;
  pictures.registerPictureRoutes(route, { db, clock });
  gifts.registerGiftRoutes(route, {
    db,
    clock,
    requirePictures: pictures.requirePictures,
    countPiecesOfMember: redemptions.countPiecesOfMember,
    readStaffNames,
  });
  redemptions.registerRedemptionRoutes(route, { db, clock, masterKey, addJob, readStaffNames });
}

/** How members are reached, and what head office sets about it. */
function registerChannels(
  route: Route,
  { config, db, masterKey, clock }: ServerOptions,
  services: Services,
): void {
  const { publicUrl, brandName } = config;
  const { wechatAccounts } = services;
  sms.registerSmsRoutes(route, {
    db,
    clock,
    readSmsSettings: async (reader) => (await services.settings.read(reader)).sms,
    readChannels: () => services.sms.readChannels(),
  });
  settings.registerSettingRoutes(route, {
    db,
    clock,
    masterKey,
    settings: services.settings,
    brandName,
    publicUrl,
    readAccountSource: async () => (await wechatAccounts.current())?.account.source ?? 'none',
    requirePictures: pictures.requirePictures,
    sms: services.sms,
    onGuardsSaved: () => services.guardBook.forget(),
    readRecipient: (mobile) => members.createMobileReader(masterKey).read(mobile),
  });
  wechat.registerJsSdkRoute(route, { accounts: wechatAccounts, publicUrl });
}

/** The Official Account as head office tends it. */
function registerWechatDesk(
  route: Route,
  { config, db, masterKey, clock }: ServerOptions,
  { settings: saved, wechatAccounts: accounts }: Services,
): void {
  const tools = {
    ...{ db, clock, accounts, publicUrl: config.publicUrl },
    store: settings.createWechatMenuStore({ masterKey }),
    apiUrl: config.wechatAddresses.apiUrl,
    readAccountSettings: async () => (await saved.read()).wechat,
    readNoticeSettings: async () => (await saved.read()).wechatNotices,
  };
  wechat.registerCheckRoutes(route, tools);
  wechat.registerMenuRoutes(route, tools);
  const { readStaffNames } = staff;
  wechat.registerPosterRoutes(route, { db, clock, accounts, readStaffNames });
}

function findByMobile({ masterKey }: ServerOptions) {
  return (reader: ServerOptions['db'], text: string) =>
    members.findMemberIdsByMobile(reader, masterKey, text);
}

/** Where WeChat calls us, where it sends people back, and what it looks for on our domain. */
export function registerWechatRoutes(options: ServerOptions, services: Services): void {
  const { db, clock, masterKey } = options;
  const { publicUrl } = options.config;
  const { app, settings: saved, wechatAccounts: accounts } = services;
  wechat.registerCallbackRoutes(app, {
    ...{ clock, db, masterKey, accounts, publicUrl, addJob },
    handlers: createChatHandlers(options, services),
  });
  wechat.registerOAuthRoutes(app, {
    db,
    clock,
    accounts,
    publicUrl,
    signIn: async ({ appId, openId }, reply) => {
      const session = await db
        .transaction()
        .execute((tx) =>
          members.startSession(
            tx,
            { appId, openId, userAgent: reply.request.headers['user-agent'] },
            clock,
          ),
        );
      members.setSessionCookie(reply, session, { secureCookies: publicUrl.startsWith('https:') });
    },
  });
  wechat.registerVerifyFilesRoute(app, {
    readVerifyFiles: async () => (await saved.read()).wechat.verifyFiles,
  });
}
