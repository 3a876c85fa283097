import { readFile } from 'node:fs/promises';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { asHealError, HealError } from '#domain/heal-error.ts';
import { confirmPage, sayingPage } from '#entry/http/answer-page.ts';
import { limitedBody } from '#entry/http/limited-body.ts';
import type { Answering } from '#entry/http/serving.ts';
import { sparingLog } from '#entry/http/sparing-log.ts';
import { incidentDetail } from '#entry/views/incident-view.ts';
import { questionView } from '#entry/views/question-view.ts';
import { openedFor } from '#flow/approval/answering.ts';
import { type AnswerLink, answerPath, readerOf } from '#flow/approval/links.ts';
import type { Person } from '#flow/approval/person.ts';

const largestBody = 16 * 1024;
const shownAgain = 'The answer that counts stands in the incident; a question that is asked anew comes with a new message.';

/** The links of e-mails: GET shows what is asked and answers nothing, because mail scanners open links; only the page's button, a POST, answers. */
export function serveAnswerLinks(app: OpenAPIHono, serving: Answering): void {
  const { engine, log, drops } = serving;
  const warn = sparingLog(log, engine.tools.clock.now);
  app.get(`${answerPath}page.css`, async (c) =>
    c.body(await readFile(new URL('../page/answer.css', import.meta.url)), 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'max-age=3600',
    }),
  );
  const opened = async (c: Context, answer: (link: AnswerLink, person: Person) => Promise<Response>): Promise<Response> => {
    c.header('cache-control', 'no-store');
    const link = engine.links.read(c.req.param('token') ?? '');
    if (link === undefined) {
      drops.count('link-refused');
      warn(`a link under ${answerPath} was refused: it was not made here`);
      return c.html(
        sayingPage('This link is not valid', 'It was not made by this engine, or it was changed on its way. Nothing was answered.'),
        403,
      );
    }
    const person = readerOf(link, engine.tools.policy());
    if (person === undefined)
      return c.html(
        sayingPage('This link is void', `${link.recipient} is nobody that the policy knows any more. Nothing was answered.`),
        410,
      );
    try {
      return await answer(link, person);
    } catch (thrown) {
      const error = asHealError(thrown);
      if (error.code !== 'not-allowed' && error.code !== 'not-found') throw error;
      return c.html(sayingPage('Nothing was answered', sentence(error.message), shownAgain), 410);
    }
  };
  app.get(`${answerPath}:token`, (c) =>
    opened(c, async (link, person) => {
      const asked = await questionOn(link, person, serving);
      return c.html(confirmPage({ ...asked, answer: link.answer, name: person.name, id: link.incident }));
    }),
  );
  app.post(`${answerPath}:token`, limitedBody(largestBody, tooLarge), (c) =>
    opened(c, async (link, person) => {
      const reason = new URLSearchParams(await c.req.text()).get('reason')?.trim() ?? '';
      const said = reason === '' ? undefined : reason.slice(0, 500);
      return c.html(await answered(link, person, said, serving));
    }),
  );
}

const tooLarge = new HealError('too-large', `an answer has ${largestBody} bytes at most`);

/** What the link asks about. Throws HealError `not-allowed` when that is over, or when its answer would not count. */
async function questionOn({ incident: id, planHash, once, answer }: AnswerLink, person: Person, { engine }: Answering) {
  const { tools } = engine;
  const incident = await tools.store.incident(id);
  if (incident === undefined) throw new HealError('not-found', `there is no incident ${id} any more`);
  await openedFor(incident, answer, person, tools, { planHash, once });
  const detail = await incidentDetail(incident, tools.store, tools.blobs);
  const view = questionView(detail);
  if (view === undefined) throw new HealError('not-allowed', `${id} asks nothing any more`);
  return { view, expiresAt: detail.summary.expiresAt };
}

async function answered(link: AnswerLink, person: Person, reason: string | undefined, { engine }: Answering) {
  const { incident: id, planHash, once, answer } = link;
  if (answer === 'reject') {
    await engine.reject(id, person, reason, { planHash, once });
    return sayingPage('Rejected', `Nothing is written to AWS. ${person.name} is recorded as who said so.`, id);
  }
  const incident = await engine.approve(id, person, { planHash, once });
  return incident.answer === undefined
    ? sayingPage('Recorded', `${person.name} said yes. It still takes a yes of ${incident.heard?.wants ?? 'somebody else'}.`, id)
    : sayingPage(
        'Approved',
        `${person.name} said yes: the calls are sent now, if the resource is still as it was shown. The next message tells how it ended.`,
        id,
      );
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
