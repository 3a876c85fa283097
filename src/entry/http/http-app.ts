import { OpenAPIHono } from '@hono/zod-openapi';
import { asHealError, HealError } from '#domain/heal-error.ts';
import { guard } from './guard.ts';
import { anyJsonName } from './json-schema.ts';
import { limitedBody } from './limited-body.ts';
import { servePage } from './page.ts';
import { personByToken } from './person-by-token.ts';
import { problemOf } from './problem.ts';
import { serveAnswerLinks } from './routes/approval-links.ts';
import { serveCatalogue } from './routes/catalogue.ts';
import { serveCommands } from './routes/commands.ts';
import { serveEvents } from './routes/events.ts';
import { serveHealth } from './routes/health.ts';
import { serveIncidents } from './routes/incidents.ts';
import { serveSlackIntake } from './routes/intake-slack.ts';
import { serveSnsIntake } from './routes/intake-sns.ts';
import { serveWebhookIntake } from './routes/intake-webhook.ts';
import { serveOpinion } from './routes/opinion.ts';
import { serveStatus } from './routes/status.ts';
import { serveStop } from './routes/stop.ts';
import { serveStream } from './routes/stream.ts';
import { serveSweep } from './routes/sweep.ts';
import { safeHeaders } from './safe-headers.ts';
import type { Serving } from './serving.ts';

const largestBody = 10 * 1024 * 1024;

/** The HTTP API and the page, as one function from request to answer. */
export function httpApp(serving: Serving, { token, port }: { readonly token: string; readonly port: () => number }): OpenAPIHono {
  const app = new OpenAPIHono();
  app.onError((thrown) => {
    const error = asHealError(thrown);
    if (error.code === 'unexpected') serving.log.error(`an HTTP request failed: ${error.message}`, { stack: thrown.stack });
    return problemOf(error);
  });
  app.notFound((c) => problemOf(new HealError('not-found', `there is nothing at ${c.req.path}; /api/openapi.json lists what there is`)));
  app.use(safeHeaders());
  app.use(guard({ token, port, personOf: (given) => personByToken(given, serving.engine.tools.policy().policy.people, serving.secret) }));
  app.use(limitedBody(largestBody, tooLarge));
  serveHealth(app, serving);
  serveStatus(app, serving);
  serveIncidents(app, serving);
  serveCommands(app, serving);
  serveOpinion(app, serving);
  serveCatalogue(app, serving);
  serveStop(app, serving);
  serveSweep(app, serving);
  serveEvents(app, serving);
  serveSnsIntake(app, serving);
  serveSlackIntake(app, serving);
  serveWebhookIntake(app, serving);
  serveStream(app, serving);
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Selfheal',
      version: serving.version,
      description:
        'Every route but /api/health needs the token of the running engine; a signature stands for it at /api/intake/sns and /api/intake/slack, and at a webhook that names a secret.',
    },
    security: [{ token: [] }, { cookie: [] }],
  });
  app.openAPIRegistry.registerComponent('schemas', anyJsonName, { description: 'Any JSON' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'cookie', { type: 'apiKey', in: 'cookie', name: 'selfheal-<port>' });
  serveAnswerLinks(app, serving);
  servePage(app);
  return app;
}

const tooLarge = new HealError('too-large', `a body may have ${largestBody} bytes; send the documents in parts`);
