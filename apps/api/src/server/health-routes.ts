import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics/metrics.ts';

/** /health/live: the process runs. /health/ready: it can serve, else 503 with the reason. /metrics: Prometheus's text. */
export function addHealthRoutes(
  app: FastifyInstance,
  options: { readonly unreadyReason: () => Promise<string | null>; readonly metrics: Metrics },
): void {
  app.get('/health/live', () => ({ status: 'live' }));
  app.get('/health/ready', async (_, reply) => {
    const reason = await options.unreadyReason();
    return reason === null ? { status: 'ready' } : reply.code(503).send({ status: 'unready', reason });
  });
  app.get('/metrics', async (_, reply) => {
    const { registry } = options.metrics;
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
