import type { Campaign } from '@mashang/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/database.ts';
import type { Route } from '../../platform/http.ts';
import { countUse, refuseAtLimit } from '../../platform/rate-limit.ts';
import { sendList } from '../../platform/send-list.ts';
import type { Language } from '../../texts.ts';
import type { CampaignBook } from './campaign-book.ts';
import { campaignColumns } from './campaign-columns.ts';
import type { ConditionLookups } from './campaign-fields.ts';
import type { RewardExplanation } from './campaign-types.ts';
import { changeCampaignState } from './change-campaign-state.ts';
import { createCampaign } from './create-campaign.ts';
import { deleteCampaign } from './delete-campaign.ts';
import type { DryRunTools } from './dry-run-question.ts';
import { dryRun } from './dry-run.ts';
import { getCampaign, listCampaigns } from './list-campaigns.ts';
import { updateCampaign } from './update-campaign.ts';

export interface CampaignRouteDependencies extends ConditionLookups, DryRunTools {
  db: Db;
  clock: Clock;
  campaignBook: CampaignBook;
  explainAward: (explanation: RewardExplanation, language: Language) => string;
}

export function registerCampaignRoutes(
  route: Route,
  dependencies: CampaignRouteDependencies,
): void {
  const { db, clock, campaignBook } = dependencies;

  /** A change of one campaign: this process pays by it from the next claim on. */
  async function change(work: (tx: Tx) => Promise<number>): Promise<Campaign> {
    const campaign = await db.transaction().execute(async (tx) => {
      const campaignId = await work(tx);
      return getCampaign(tx, campaignId, dependencies);
    });
    campaignBook.forget();
    return campaign;
  }

  route('GET /api/hq/campaigns', ({ query }) => listCampaigns(db, query, dependencies));

  route('GET /api/hq/campaigns/export', async ({ query, caller, request, reply }) => {
    const { format, ...filter } = query;
    await sendList<Campaign>(
      { request, reply },
      {
        format,
        language: caller.language,
        now: clock.now(),
        name: { zh: '活动', en: 'campaigns' },
        columns: campaignColumns,
        readPage: (page) => listCampaigns(db, { ...filter, ...page }, dependencies),
      },
    );
  });

  route('GET /api/hq/campaigns/:campaignId', ({ params }) =>
    getCampaign(db, params.campaignId, dependencies),
  );

  route('POST /api/hq/campaigns', ({ body: fields, caller: { staffId } }) =>
    change((tx) => createCampaign(tx, { fields, staffId, now: clock.now() }, dependencies)),
  );

  route('PUT /api/hq/campaigns/:campaignId', ({ params: { campaignId }, body }) => {
    const { version, ...fields } = body;
    return change(async (tx) => {
      await updateCampaign(tx, { campaignId, fields, version }, dependencies);
      return campaignId;
    });
  });

  route('POST /api/hq/campaigns/:campaignId/state', ({ params: { campaignId }, body }) =>
    change(async (tx) => {
      await changeCampaignState(tx, { campaignId, ...body, now: clock.now() });
      return campaignId;
    }),
  );

  route('DELETE /api/hq/campaigns/:campaignId', async ({ params: { campaignId } }) => {
    await db.transaction().execute((tx) => deleteCampaign(tx, campaignId));
    return {};
  });

  registerDryRun(route, dependencies);
}

/** A clerk mistypes; one who tries more than so many unknown codes looks for codes that pay. */
const unknownLimit = { name: 'dry-run:unknown', windowSeconds: 60 * 60, max: 100 };

function registerDryRun(route: Route, dependencies: CampaignRouteDependencies): void {
  const { db, clock, campaignBook } = dependencies;

  route('POST /api/hq/campaigns/dry-run', async ({ body, request, caller }) => {
    const { language } = caller;
    const clerk = String(caller.staffId);
    const now = clock.now();
    if (body.text !== undefined) await refuseAtLimit(db, unknownLimit, clerk, now);
    const { draw } = await campaignBook.read();
    let isUnknown = false;
    const findCodeInText = async (reader: Db, given: string, at: Date) => {
      const code = await dependencies.findCodeInText(reader, given, at);
      isUnknown = code === null;
      // The audit log reads the body after this: it keeps the number, never the code.
      const { batchId = null, serial = null } = code ?? {};
      request.body = { ...body, text: undefined, batchId, serial };
      return code;
    };
    // The database itself sees to it that a trial changes nothing.
    const answer = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((tx) => dryRun(tx, body, { ...dependencies, findCodeInText, draw }, language));
    if (isUnknown) await countUse(db, unknownLimit, clerk, now);
    return answer;
  });
}
