import type { Delivery } from '@mashang/contract';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database.ts';
import type { Route } from '../../../platform/http.ts';
import { sendList } from '../../../platform/send-list.ts';
import { extendDelivery, renewSecrets, revokeDelivery } from './change-delivery.ts';
import { createDelivery } from './create-delivery.ts';
import type { DeliverySecrets } from './create-delivery.ts';
import { getDelivery, listDeliveries } from './delivery-queries.ts';
import type { DeliveryReaders } from './delivery-queries.ts';
import { passwordKeyOf, pickupLink } from './delivery-secrets.ts';
import { deliveryColumns } from './list-columns.ts';
import { listDownloads } from './list-downloads.ts';
import { listMarks } from './list-marks.ts';
import { openDeliveryFile } from './open-delivery-file.ts';
import type { DeliveryFileTools } from './open-delivery-file.ts';
import { registerPickupRoutes } from './pickup-routes.ts';
import { recordFirstFetch } from './record-first-fetch.ts';
import { sendDeliveryFile } from './send-delivery-file.ts';
import { logInHouseFetch, requireInForce } from './take-in-house.ts';

export interface DeliveryRouteDependencies
  extends DeliveryReaders, Omit<DeliveryFileTools, 'passwordKey'> {
  db: Db;
  clock: Clock;
  masterKey: Buffer;
  readBrandName: () => Promise<string>;
}

/** Binds how print files leave the house: for head office, and for who has a link. */
export function registerDeliveryRoutes(
  route: Route,
  dependencies: DeliveryRouteDependencies,
): void {
  const tools = { ...dependencies, passwordKey: passwordKeyOf(dependencies.masterKey) };
  registerReading(route, tools);
  registerMaking(route, tools);
  registerInHouse(route, tools);
  registerPickupRoutes(route, tools);
}

type Tools = DeliveryRouteDependencies & DeliveryFileTools;

function registerReading(route: Route, tools: Tools): void {
  const { db, clock } = tools;

  route('GET /api/hq/deliveries', ({ query }) => listDeliveries(db, query, tools, clock.now()));

  route('GET /api/hq/deliveries/export', async ({ query, caller, request, reply }) => {
    const { format, ...filter } = query;
    const now = clock.now();
    await sendList<Delivery>(
      { request, reply },
      {
        format,
        language: caller.language,
        now,
        name: { zh: '码文件交付', en: 'deliveries' },
        columns: deliveryColumns,
        readPage: (page) => listDeliveries(db, { ...filter, ...page }, tools, now),
      },
    );
  });

  route('GET /api/hq/deliveries/:deliveryId', ({ params }) =>
    getDelivery(db, params.deliveryId, tools, clock.now()),
  );

  route('GET /api/hq/deliveries/:deliveryId/downloads', ({ params, query }) =>
    listDownloads(db, params.deliveryId, query, tools),
  );

  route('GET /api/hq/deliveries/:deliveryId/marks', ({ params, query }) =>
    listMarks(db, params.deliveryId, query, tools),
  );
}

function registerMaking(route: Route, tools: Tools): void {
  const { db, clock, publicUrl, passwordKey } = tools;

  async function told(reader: Db, deliveryId: number, { token, password }: DeliverySecrets) {
    const delivery = await getDelivery(reader, deliveryId, tools, clock.now());
    return { delivery, link: token === null ? null : pickupLink(publicUrl, token), password };
  }

  route('POST /api/hq/batches/:batchId/deliveries', ({ params, body, caller }) =>
    db.transaction().execute(async (tx) => {
      const asked = { ...body, batchId: params.batchId, staffId: caller.staffId };
      const made = await createDelivery(tx, tools, { ...asked, now: clock.now() });
      // What cannot be made is refused now, not when the factory comes for it.
      await openDeliveryFile(tx, tools, made.deliveryId);
      return told(tx, made.deliveryId, made);
    }),
  );

  route('POST /api/hq/deliveries/:deliveryId/revoke', ({ params, body, caller }) =>
    db.transaction().execute(async (tx) => {
      const now = clock.now();
      await revokeDelivery(tx, { ...params, ...body, staffId: caller.staffId, now });
      return getDelivery(tx, params.deliveryId, tools, now);
    }),
  );

  route('POST /api/hq/deliveries/:deliveryId/extend', ({ params, body }) =>
    db.transaction().execute(async (tx) => {
      const now = clock.now();
      await extendDelivery(tx, { ...params, ...body, now });
      return getDelivery(tx, params.deliveryId, tools, now);
    }),
  );

  route('POST /api/hq/deliveries/:deliveryId/secrets', ({ params: { deliveryId } }) =>
    db.transaction().execute(async (tx) => {
      const made = await renewSecrets(tx, { deliveryId, passwordKey, now: clock.now() });
      return told(tx, deliveryId, made);
    }),
  );
}

function registerInHouse(route: Route, tools: Tools): void {
  const { db, clock } = tools;

  route('GET /api/hq/deliveries/:deliveryId/file', async ({ params, caller, request, reply }) => {
    const { deliveryId } = params;
    const { staffId, address } = caller;
    const now = clock.now();
    await requireInForce(db, deliveryId, now);
    const file = await openDeliveryFile(db, tools, deliveryId);
    const taker = { address, userAgent: request.headers['user-agent'] ?? '' };
    const isPart = request.headers.range !== undefined;
    const downloadId =
      request.method === 'HEAD'
        ? null
        : await db.transaction().execute(async (tx) => {
            await recordFirstFetch(tx, { deliveryId, staffId, now });
            return logInHouseFetch(tx, { deliveryId, staffId, taker, isPart, now });
          });
    sendDeliveryFile({ request, reply }, file, { db, clock, downloadId });
  });
}
