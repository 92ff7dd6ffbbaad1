import type { FastifyReply } from 'fastify';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database.ts';
import type { Route } from '../../../platform/http.ts';
import { openDeliveryFile } from './open-delivery-file.ts';
import type { DeliveryFileTools } from './open-delivery-file.ts';
import { findByToken, lookAtTicket, startDownload, useTicket } from './pick-up.ts';
import { createPickupLimits } from './pickup-limits.ts';
import { recordFirstFetch } from './record-first-fetch.ts';
import { sendDeliveryFile } from './send-delivery-file.ts';

export interface PickupRouteDependencies extends DeliveryFileTools {
  db: Db;
  clock: Clock;
  readBrandName: () => Promise<string>;
}

/**
 * Binds what works without an account: the token of a link, and the ticket of a started download, are
 * all that is asked for. Looking at a link counts nothing, so what opens links by itself takes none.
 */
export function registerPickupRoutes(route: Route, tools: PickupRouteDependencies): void {
  const { db, clock } = tools;
  const limited = createPickupLimits({ db, clock });

  route('POST /api/pickups', ({ body, caller, reply }) =>
    limited(caller.address, async () => {
      keepFromReferer(reply);
      const found = await findByToken(db, body.token, clock.now());
      // Of what cannot be taken any more nothing but that is said.
      const file = found.state === 'open' && (await openDeliveryFile(db, tools, found.deliveryId));
      return {
        brandName: await tools.readBrandName(),
        recipient: found.recipient,
        fileName: file ? file.fileName : '',
        codes: found.lastSerial - found.firstSerial + 1,
        fileBytes: file ? file.totalBytes : null,
        isProtected: found.isProtected,
        state: found.state,
        expiresAt: found.expiresAt.toISOString(),
        downloadsLeft: found.downloadsLeft,
      };
    }),
  );

  route('POST /api/pickups/downloads', ({ body, caller, request, reply }) =>
    limited(caller.address, async () => {
      keepFromReferer(reply);
      const taker = { address: caller.address, userAgent: request.headers['user-agent'] ?? '' };
      const { ticket, expiresAt } = await db.transaction().execute(async (tx) => {
        const started = await startDownload(tx, { token: body.token, taker, now: clock.now() });
        // A file that cannot be made any more counts nothing.
        await openDeliveryFile(tx, tools, started.deliveryId);
        return started;
      });
      return { path: `/api/pickups/files/${ticket}`, expiresAt: expiresAt.toISOString() };
    }),
  );

  route('GET /api/pickups/files/:ticket', ({ params: { ticket }, caller, request, reply }) =>
    limited(caller.address, async () => {
      const now = clock.now();
      const deliveryId = await lookAtTicket(db, ticket, now);
      const file = await openDeliveryFile(db, tools, deliveryId);
      const taker = { address: caller.address, userAgent: request.headers['user-agent'] ?? '' };
      const downloadId =
        request.method === 'HEAD'
          ? null
          : await db.transaction().execute(async (tx) => {
              // Rows are locked in the same order everywhere: the copy, then its downloads.
              await recordFirstFetch(tx, { deliveryId, staffId: null, now });
              return (await useTicket(tx, { ticket, taker, now })).downloadId;
            });
      sendDeliveryFile({ request, reply }, file, { db, clock, downloadId });
    }),
  );
}

/** An address that holds a secret, or leads to one, goes to no other site. */
function keepFromReferer(reply: FastifyReply): void {
  reply.header('referrer-policy', 'no-referrer');
}
