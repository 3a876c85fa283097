import { OpenAPIHono } from '@hono/zod-openapi';
import { asHealError, HealError } from '#domain/heal-error.ts';
import { problemOf } from './problem.ts';
import { serveAnswerLinks } from './routes/approval-links.ts';
import { serveSlackIntake } from './routes/intake-slack.ts';
import { safeHeaders } from './safe-headers.ts';
import type { Answering } from './serving.ts';

/** Only what a signature lets in: Slack's buttons and the links of mails. Nothing here knows of a token, so it may stand where everybody can reach it. */
export function answerApp(serving: Answering): OpenAPIHono {
  const app = new OpenAPIHono();
  app.onError((thrown) => {
    const error = asHealError(thrown);
    if (error.code === 'unexpected') serving.log.error(`an answer failed: ${error.message}`, { stack: thrown.stack });
    return problemOf(error);
  });
  app.notFound(() => problemOf(new HealError('not-found', 'there is nothing here')));
  app.use(safeHeaders());
  serveSlackIntake(app, serving);
  serveAnswerLinks(app, serving);
  return app;
}
