import cookie from '@fastify/cookie';
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from './context.ts';
import { registerControlRoutes } from './control/control-routes.ts';
import { createControl } from './control/control.ts';
import type { SimulatorControl } from './control/control.ts';
import { validateLazily } from './lazy-validation.ts';
import { createLiveEvents } from './phone/live-events.ts';
import { refuseForeignHosts, registerPageRoutes } from './phone/page-routes.ts';
import { registerPanelRoute } from './phone/panel-route.ts';
import { registerPhoneRoutes } from './phone/phone-routes.ts';
import { registerApiRoutes } from './platform/api-routes.ts';
import { registerJsSdkRoutes } from './platform/js-sdk-routes.ts';
import { registerOAuthRoutes } from './platform/oauth-routes.ts';
import { resolveOptions } from './simulator-options.ts';
import type { ResolvedOptions, SimulatorOptions } from './simulator-options.ts';
import { openStateStore } from './state-store.ts';

/** A running, or not yet listening, platform of one Official Account. */
export interface Simulator {
  app: FastifyInstance;
  control: SimulatorControl;
  /** Starts to listen on loopback; resolves to the base address without a slash at the end. */
  listen(): Promise<string>;
  /** Ends pushes and open phones, writes the state and stops listening. */
  close(): Promise<void>;
}

/** Builds the simulator. Throws SimulatorOptionsError when an option makes no sense. */
export async function createSimulator(input: SimulatorOptions): Promise<Simulator> {
  const options = resolveOptions(input);
  const context = createContext(options);
  const control = createControl(context);
  // Open phones hold an event stream for ever; closing must not wait for them.
  const app = fastify({ forceCloseConnections: true, bodyLimit: 256 * 1024 });
  await validateLazily(app);
  app.addHook('onRequest', refuseForeignHosts);
  await app.register(cookie);
  await registerApiRoutes(app, context);
  await registerOAuthRoutes(app, context);
  registerJsSdkRoutes(app, context);
  registerPhoneRoutes(app, context);
  registerPanelRoute(app, context);
  await registerControlRoutes(app, control);
  await registerPageRoutes(app, context);
  return {
    app,
    control,
    listen: () => app.listen({ host: options.host, port: options.port }),
    async close() {
      context.closing.abort();
      await control.whenQuiet();
      await app.close();
      context.store.flush();
    },
  };
}

function createContext(options: ResolvedOptions): Context {
  const store = openStateStore(options.stateFile, options.appId);
  return {
    options,
    settings: { ...options.settings },
    store,
    state: store.state,
    live: createLiveEvents(),
    codes: new Map(),
    faults: [],
    pushFaults: [],
    heldPushes: new Set(),
    background: new Set(),
    minuteCalls: new Map(),
    clientMessages: new Map(),
    pushes: [],
    calls: [],
    callbackUrl: options.callbackUrl,
    device: 'android',
    closing: new AbortController(),
  };
}
