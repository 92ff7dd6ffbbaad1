import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Db } from './database.ts';

/** A number of the process, read when somebody asks for the metrics. */
export interface LiveNumber {
  /** As Prometheus names it. */
  name: string;
  help: string;
  read: () => number;
}

/**
 * `/healthz`: the process lives. `/readyz`: it can answer, i.e. the database does. `/metrics`:
 * Prometheus text, for this machine only: not for what a proxy on it passes on.
 */
export function registerHealthRoutes(
  app: FastifyInstance,
  dependencies: { db: Db; gauges: readonly LiveNumber[] },
): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Answered requests by route and status',
    labelNames: ['route', 'status'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer',
    labelNames: ['route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [registry],
  });
  for (const { name, help, read } of dependencies.gauges) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  }
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    requests.inc({ route, status: reply.statusCode });
    duration.observe({ route }, reply.elapsedTime / 1000);
    done();
  });

  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await sql`select 1`.execute(dependencies.db);
      return { status: 'ready' };
    } catch {
      return reply.status(503).send({ status: 'database unavailable' });
    }
  });
  app.get('/metrics', async (request, reply) => {
    if (!isOfThisMachine(request)) return reply.callNotFound();
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

const loopback = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];
const proxyHeaders = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'];

function isOfThisMachine({ socket, headers }: FastifyRequest): boolean {
  const isLocal = loopback.includes(socket.remoteAddress ?? '');
  return isLocal && !proxyHeaders.some((name) => name in headers);
}
