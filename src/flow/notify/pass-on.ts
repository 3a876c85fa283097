import { subjectOf } from '#flow/decision/case-of.ts';
import type { Notice, NoticeKind } from '#ports/notify.ts';
import type { Configured, Telltale } from './channel-set.ts';
import { type Desk, openDesk } from './desk.ts';
import { asBody, recordTelling } from './record.ts';
import { isForPeople, isForPrograms } from './route.ts';
import { digestOf, stranded, toldElsewhere } from './storm.ts';
import { keepTold, readTold } from './told.ts';

/** Only what needs a person is passed on; the rest waits until the channel can be reached again. */
const urgent: readonly NoticeKind[] = ['asked', 'page'];

/** Tells another channel what this one cannot be told: `otherwise`, and its `otherwise`. True when somebody there knows. */
export async function passOn(from: Configured, notice: Notice, all: readonly Configured[], tools: Telltale): Promise<boolean> {
  if (!urgent.includes(notice.kind)) return false;
  const tried = new Set([from.channel.name]);
  for (let next = from.config.otherwise; next !== undefined && !tried.has(next); ) {
    tried.add(next);
    const to = all.find(({ channel }) => channel.name === next);
    if (to === undefined) return false;
    if (await isToldAnyway(to, notice, tools)) return true;
    if (await tellInstead(to, from.channel.name, notice, tools)) return true;
    next = to.config.otherwise;
  }
  return false;
}

/** It has a route to that channel of its own, or was told of the incident before: then it hears of this in its turn. */
async function isToldAnyway(
  { channel, config }: Configured,
  { kind, incident }: Notice,
  { store, clock, policy }: Telltale,
): Promise<boolean> {
  const { thread } = await readTold(store, channel.name, incident.id);
  const subject = subjectOf(incident, incident.action?.id, policy().policy, clock.now());
  return thread !== undefined || (channel.gets === 'every' ? isForPrograms : isForPeople)(config, kind, subject, false);
}

async function tellInstead(to: Configured, insteadOf: string, notice: Notice, tools: Telltale): Promise<boolean> {
  const { channel } = to;
  const { incident, kind } = notice;
  const desk = await openDesk(to, tools);
  if (desk === undefined) return false;
  try {
    if (!desk.isOpen()) return false;
    const outcome = await desk.attempt(() => channel.tell({ ...notice, insteadOf }, undefined));
    if (outcome === 'failed' || 'refused' in outcome) return false;
    const of = Number(notice.id.split(':')[1]);
    const owed = asBody({ channel: channel.name, of, notice: kind, outcome: 'told', insteadOf });
    await keepTold(tools.store, channel.name, incident.id, { seq: of, thread: outcome.sent.thread ?? incident.id, owed });
    if (channel.recorded) await recordTelling(incident.id, owed, tools);
    return true;
  } finally {
    await desk.close();
  }
}

/** Tells another channel what wants a person in a digest that this one cannot be told. */
export async function passDigestOn(from: Desk, all: readonly Configured[], tools: Telltale): Promise<void> {
  const lines = stranded(from.storm);
  const { digest } = from.storm;
  if (digest === undefined || lines.length === 0 || !from.isGivenUpOn()) return;
  const told = digestOf({ begun: [], digest: { ...digest, lines: [...lines], more: 0 } }, tools.clock.now(), tools.policy().policy.url);
  if (told === undefined) return;
  const headline = `${told.headline} (told here because ${from.channel.name} could not be reached)`;
  const tried = new Set([from.channel.name]);
  for (let next = from.config.otherwise; next !== undefined && !tried.has(next); ) {
    tried.add(next);
    const to = all.find(({ channel }) => channel.name === next);
    const desk = to === undefined ? undefined : await openDesk(to, tools);
    try {
      const outcome = desk?.isOpen() === true ? await desk.attempt(() => desk.channel.digest({ ...told, headline }, undefined)) : 'failed';
      if (outcome !== 'failed' && 'sent' in outcome) {
        from.storm = toldElsewhere(from.storm, lines);
        return await from.keepStorm();
      }
    } finally {
      await desk?.close();
    }
    next = to?.config.otherwise;
  }
}
