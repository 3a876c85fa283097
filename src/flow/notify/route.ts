import { type ChannelConfig, usualNotices } from '#config/channels.ts';
import { isWithin } from '#config/hours.ts';
import { matches, type Subject } from '#flow/decision/matches.ts';
import type { NoticeKind } from '#ports/notify.ts';

/** Kinds that only go on with a conversation, and those that bring one to its end whatever the routes say. */
const neverBegin: readonly NoticeKind[] = ['moved', 'answered'];
const alwaysGoOn: readonly NoticeKind[] = ['asked', 'answered', 'page', 'ended', 'left'];

/** Does a channel for people want this? `going`: it was told of the incident before. */
export function isForPeople(config: ChannelConfig, kind: NoticeKind, subject: Subject, going: boolean): boolean {
  if (going && alwaysGoOn.includes(kind)) return true;
  return (going || !neverBegin.includes(kind)) && isForPrograms(config, kind, subject);
}

/** Does any of its routes speak of this? */
export const isForPrograms = ({ kind: channel, routes }: ChannelConfig, kind: NoticeKind, subject: Subject): boolean =>
  routes.some(({ match = {}, on = usualNotices[channel] }) => on.includes(kind) && matches(match, subject));

/** Is it kept for later? Pages never are. */
export const isQuiet = ({ quiet }: ChannelConfig, kind: NoticeKind, now: number): boolean =>
  kind !== 'page' && quiet !== undefined && [quiet].flat().some((hours) => isWithin(hours, now));
