import type { Route } from './platform/http.ts';
import { addJob } from './platform/jobs.ts';
import { nameReaders, type ServerOptions, type Services } from './services.ts';
import * as appeals from './modules/appeals/index.ts';
import * as campaigns from './modules/campaigns/index.ts';
import * as codes from './modules/codes/index.ts';
import * as guards from './modules/guards/index.ts';
import * as members from './modules/members/index.ts';
import * as points from './modules/points/index.ts';
import * as scans from './modules/scans/index.ts';
import * as staff from './modules/staff/index.ts';
import * as statistics from './modules/statistics/index.ts';

/** A code becomes points: what pays more for it, what guards it, what is on record, who appeals. */
export function registerScanParts(
  route: Route,
  { db, clock }: ServerOptions,
  services: Services,
): void {
  const { codeBook, campaignBook, guardBook, checkDesk, productRules, settings } = services;
  const { readStaffNames } = staff;
  const { listAwardedCodes } = points;
  const { readBatchSpans, findRange, codeIdOf, codeRefOf } = codes;
  const { readClaimants } = members;
  const { countClaimsOfMember, readClaimedProducts } = statistics;
  scans.registerScanRoutes(route, services.scanDesk);
  scans.registerScanLogRoutes(route, {
    ...{ db, clock, codeBook, checkDesk, listAwardedCodes, readStaffNames },
    ...nameReaders,
  });
  guards.registerGuardRoutes(route, {
    ...{ db, clock, guardBook, codeRefOf, readStaffNames },
    ...nameReaders,
  });
  campaigns.registerCampaignRoutes(route, {
    ...{ db, clock, campaignBook, readBatchSpans, findRange, codeIdOf, readClaimants },
    ...{ countClaimsOfMember, readClaimedProducts },
    ...nameReaders,
    explainAward: points.explainAward,
    findCodeInText: async (reader, text, at) => {
      const scanned = codes.readScannedTexts(codeBook, [{ text }]);
      return (await codes.resolveCodes(reader, scanned, at))[0] ?? null;
    },
    readClaimedAt: async (reader, codeId) =>
      (await scans.readClaim(reader, codeId))?.claimedAt ?? null,
    readProductRules: () => productRules.read(),
    refuseMember: async (reader, member) =>
      guards.foreseeRefusal(reader, await guardBook.read(), member),
  });
  appeals.registerAppealRoutes(route, {
    ...{ db, clock, addJob, readStaffNames },
    ...nameReaders,
    readAppealSettings: async (reader) => (await settings.read(reader)).appeals,
    resolveText: appeals.createTextReader(codeBook),
    readCodeHistory: (reader, codeId) =>
      scans.readCodeHistory(reader, codeId, nameReaders, clock.now()),
  });
}
