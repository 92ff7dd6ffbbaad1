import { texts } from '../shared/texts.ts';

/** The title of a page by the name of its route, in the language of the moment. */
export function pageTitle(routeName: unknown): string {
  const {
    nav,
    login,
    setup,
    app,
    invitation,
    gifts,
    guards,
    wechat,
    notices,
    redemptions,
    batches,
    pickup,
    campaigns,
    campaignCalendar,
    dryRun,
  } = texts.value;
  const titles: Record<string, string> = {
    ...nav,
    batch: nav.batches,
    newBatch: batches.create,
    delivery: nav.deliveries,
    import: nav.imports,
    gift: nav.gifts,
    newGift: gifts.create,
    appeal: nav.appeals,
    campaign: nav.campaigns,
    newCampaign: campaigns.create,
    campaignEdit: nav.campaigns,
    campaignCalendar: campaignCalendar.title,
    dryRun: dryRun.title,
    member: nav.members,
    memberImport: nav.memberImports,
    blacklist: guards.tabs.blacklist,
    allowances: guards.tabs.allowances,
    slips: redemptions.slips,
    wechatChecks: wechat.tabs.checks,
    wechatMenu: wechat.tabs.menu,
    noticeSettings: notices.tabs.settings,
    login: login.title,
    setup: setup.title,
    invitation: invitation.title,
    pickup: pickup.title,
    missing: app.pageMissing,
  };
  return titles[String(routeName)] ?? '';
}
