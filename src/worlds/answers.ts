import type { IncidentDocument } from '#domain/incident.ts';
import type { AnswerOptions } from '#flow/approval/answering.ts';
import type { AnswerLinks } from '#flow/approval/links.ts';
import { answer, type Person, snooze } from '#flow/people.ts';
import type { Receiving } from '#flow/receive.ts';

/** What people can say to an engine from where they were asked: the same in every world. */
export interface Answers {
  readonly tools: Receiving;
  approve(id: string, person: Person, options?: AnswerOptions): Promise<IncidentDocument>;
  reject(id: string, person: Person, reason: string | undefined, options?: AnswerOptions): Promise<IncidentDocument>;
  snooze(id: string, person: Person, minutes: number, options?: AnswerOptions): Promise<IncidentDocument>;
  /** The links by which people answer from their mail. */
  readonly links: AnswerLinks;
}

/** Answers over any world's tools. */
export const answersOf = (tools: Receiving, links: AnswerLinks): Answers => ({
  tools,
  links,
  approve: (id, person, options) => answer(id, 'approve', person, tools, options),
  reject: (id, person, reason, options) => answer(id, 'reject', person, tools, { ...options, ...(reason === undefined ? {} : { reason }) }),
  snooze: (id, person, minutes, options) => snooze(id, minutes, person, tools, options),
});
