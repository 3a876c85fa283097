import type { JsonObject } from '#domain/json.ts';
import type { Notice, NoticeKind } from '#ports/notify.ts';
import type { Configured, Telltale } from './channel-set.ts';
import type { Desk } from './desk.ts';
import { type Due, dueNotices } from './due-notices.ts';
import { noticeOf } from './notice.ts';
import { passOn } from './pass-on.ts';
import { asBody, isRecorded, recordTelling, type Telling } from './record.ts';
import { isQuiet } from './route.ts';
import { begin, digestThread, withLine } from './storm.ts';
import type { Story } from './story.ts';
import { keepTold, readTold, type Told } from './told.ts';

/** What a dead channel could not be told for so long is no news any more. */
const newsMs = 24 * 60 * 60_000;

/** What is left for later is looked at again after so many milliseconds: a dead channel, and quiet hours. */
const again = { dead: 2_000, quiet: 30_000 } as const;

/** Tells one channel what is due of one incident. Gives the milliseconds to wait when something is left for later. */
export async function tellIncident(desk: Desk, story: Story, all: readonly Configured[], tools: Telltale): Promise<number | undefined> {
  const { store, clock } = tools;
  const { policy } = tools.policy();
  const { channel, config } = desk;
  const { incident, ledger } = story;
  let told = await readTold(store, channel.name, incident.id);
  if (told.owed !== undefined && !isRecorded(told.owed, ledger)) await recordTelling(incident.id, told.owed, tools);
  const notices = dueNotices(desk, story, told, policy, clock.now());
  // What comes before a page is told with it: a page is not held, and the order is kept.
  const page = notices.findLastIndex(({ kind }) => kind === 'page');
  for (const [index, due] of notices.entries()) {
    if (index > page && isQuiet(config, due.kind, clock.now())) return again.quiet;
    const notice = noticeOf(story, due.entry, due.kind, { sandbox: tools.sandbox, url: policy.url });
    const next = await tellOne(desk, due, notice, told, all, tools);
    if (next === 'later') return again.dead;
    told = await settle(desk, notice, next, tools);
  }
  return undefined;
}

/** Where the conversation stands after a notice, and what the ledger is to say of it. */
interface Settled {
  readonly told: Told;
  readonly telling: Telling | undefined;
}

/** The cursor first, with what is owed to the ledger: whenever the process dies, nothing is told twice and nothing told is unrecorded. */
async function settle({ channel }: Desk, { incident }: Notice, { told, telling }: Settled, tools: Telltale): Promise<Told> {
  const owed: JsonObject | undefined = telling === undefined || !channel.recorded ? undefined : asBody(telling);
  await keepTold(tools.store, channel.name, incident.id, { ...told, ...(owed === undefined ? {} : { owed }) });
  if (owed !== undefined) await recordTelling(incident.id, owed, tools);
  return told;
}

async function tellOne(
  desk: Desk,
  { entry, kind }: Due,
  notice: Notice,
  { thread }: Told,
  all: readonly Configured[],
  tools: Telltale,
): Promise<Settled | 'later'> {
  const { channel } = desk;
  const now = tools.clock.now();
  const telling = { channel: channel.name, of: entry.seq, notice: kind } as const;
  const settled = (outcome: Telling['outcome'], thread: string | undefined, more: Partial<Telling> = {}): Settled => ({
    told: { seq: entry.seq, thread },
    telling: { ...telling, outcome, ...more },
  });
  if (!desk.isOpen()) return (await elsewhere(desk, notice, all, tools)) ?? tooOld(notice, now) ?? 'later';
  const before = desk.storm;
  const digest = joined(desk, notice, thread, now);
  if (digest === 'past') return { told: { seq: entry.seq, thread }, telling: undefined };
  if (digest !== undefined) return settled('told', digestThread(digest.id), { digest: digest.id });
  const outcome = await desk.attempt(() => channel.tell(notice, thread?.startsWith('digest:') === true ? undefined : thread));
  if (outcome === 'failed') {
    desk.storm = before;
    return (await elsewhere(desk, notice, all, tools)) ?? tooOld(notice, now) ?? 'later';
  }
  if ('sent' in outcome) return settled('told', outcome.sent.thread ?? thread ?? notice.incident.id);
  await passOn(desk, notice, all, tools);
  return settled('refused', thread, { because: outcome.refused });

  async function elsewhere(...given: Parameters<typeof passOn>): Promise<Settled | undefined> {
    if (!desk.isGivenUpOn()) return undefined;
    return (await passOn(...given)) ? { told: { seq: entry.seq, thread }, telling: undefined } : undefined;
  }
  function tooOld({ at }: Notice, now: number): Settled | undefined {
    return now - at < newsMs ? undefined : settled('given-up', thread, { because: 'it could not be reached for a day' });
  }
}

const wanted: readonly NoticeKind[] = ['asked', 'page'];

/** The digest that this goes into, if it does; `past`: its digest is closed, and it wants nothing of anybody. */
function joined(
  desk: Desk,
  { incident, kind, message }: Notice,
  thread: string | undefined,
  now: number,
): { readonly id: string } | 'past' | undefined {
  const { channel, config } = desk;
  if (!channel.storms) return undefined;
  const line = { incident: incident.id, kind, headline: message.headline };
  if (thread === undefined) {
    const { storm, alone } = begin(desk.storm, channel.name, config.storm, now);
    desk.storm = alone ? storm : withLine(storm, line);
    return alone ? undefined : desk.storm.digest;
  }
  if (!thread.startsWith('digest:')) return undefined;
  if (desk.storm.digest !== undefined && digestThread(desk.storm.digest.id) === thread) {
    desk.storm = withLine(desk.storm, line);
    return desk.storm.digest;
  }
  return wanted.includes(kind) ? undefined : 'past';
}
