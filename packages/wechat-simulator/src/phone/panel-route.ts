import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { currentUser } from './phone-user.ts';

const recordsShown = 40;

/** What the panel beside the phone shows; what it changes goes through `/simulator/*`. */
export function registerPanelRoute(app: FastifyInstance, context: Context): void {
  app.get('/phone/panel', (request, reply) => {
    const { messageMode, strictChatWindow, ipWhitelist, consentAnswer, doubleCallback } =
      context.settings;
    const { snapshot, deliveryReport } = currentUser(context, request, reply);
    return {
      settings: { messageMode, strictChatWindow, ipWhitelist, consentAnswer, doubleCallback },
      device: context.device,
      user: { snapshot, deliveryReport },
      faults: context.faults,
      pushFaults: context.pushFaults,
      callbackUrl: context.callbackUrl,
      pushes: context.pushes.slice(-recordsShown).toReversed(),
      calls: context.calls.slice(-recordsShown).toReversed(),
    };
  });
}
