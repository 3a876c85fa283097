import type { Policy } from '#config/policy.ts';
import type { EntryBody } from '#domain/entry.ts';
import { subjectOf } from '#flow/decision/case-of.ts';
import type { NoticeKind } from '#ports/notify.ts';
import type { Configured } from './channel-set.ts';
import { noticeKindOf } from './notice-kind.ts';
import { isForPeople, isForPrograms } from './route.ts';
import type { Story } from './story.ts';
import type { Told } from './told.ts';

/** An entry that a channel is to be told of. */
export interface Due {
  readonly entry: EntryBody;
  readonly kind: NoticeKind;
}

/** What a channel is to be told of an incident now: each notice in order, or for people only where it stands. */
export function dueNotices({ channel, config }: Configured, story: Story, told: Told, policy: Policy, now: number): readonly Due[] {
  const { incident, ledger, finding } = story;
  if (channel.needs === 'finding' && finding === undefined) return [];
  const subject = subjectOf(incident, incident.action?.id, policy, now);
  const going = told.thread !== undefined;
  const wanted = ledger
    .filter(({ seq }) => seq > told.seq)
    .flatMap((entry): Due[] => {
      const kind = noticeKindOf(entry, incident, policy.bands);
      if (kind === undefined) return [];
      const theirs = channel.gets === 'every' ? isForPrograms(config, kind, subject) : isForPeople(config, kind, subject, going);
      return theirs ? [{ entry, kind }] : [];
    });
  if (channel.gets === 'every') return wanted;
  // A message tells where an incident stands, so the last one says it all; a mere step is worth less than what a person did or has to do.
  const last = wanted.findLast(({ kind }) => kind !== 'moved') ?? wanted.at(-1);
  return last === undefined ? [] : [last];
}
