import { z } from 'zod';
import { Answer } from './facts.ts';

/** What people are asked about one plan; written by the approval stage alone. Times are epoch milliseconds. */
export const Question = z.object({
  planHash: z.string(),
  /** Blob of the plan, so that the next question can say what changed since this one. */
  plan: z.string(),
  /** When it was asked first, and when it was last said. */
  at: z.int(),
  saidAt: z.int(),
  /** Nobody's answer counts from then on; snoozing moves it, but never beyond `latest`. */
  until: z.int(),
  latest: z.int(),
  /** Of the action, so that whoever tells people need not look it up. */
  risk: z
    .object({ level: z.enum(['low', 'medium', 'high']), blastRadius: z.string(), outage: z.enum(['none', 'brief', 'possible']) })
    .optional(),
  /** Whose yes it takes, in words. */
  wants: z.string(),
  /** What is different since the question before it, a sentence each. */
  changed: z.array(z.string()).optional(),
  /** Nobody can answer any more: it is about to expire. */
  closed: z.boolean().optional(),
});
export type Question = Readonly<z.infer<typeof Question>>;

/** What people have said to a question that is still open; written by answers alone, so that no stage overwrites them. */
export const Heard = z.object({
  planHash: z.string(),
  /** Each yes so far, while another one is wanted. */
  yes: z.array(Answer),
  /** Whose yes is still wanted, in words. */
  wants: z.string().optional(),
  snoozed: z.object({ by: z.string(), at: z.int(), until: z.int() }).optional(),
  /** Milliseconds by which snoozing moved the end. */
  longer: z.int(),
});
export type Heard = Readonly<z.infer<typeof Heard>>;

interface Asked {
  readonly plan?: { readonly hash: string } | undefined;
  readonly question?: Question | undefined;
  readonly heard?: Heard | undefined;
}

/** The question that is on the table: the one about the present plan. */
export const questionOf = ({ plan, question }: Asked): Question | undefined =>
  question !== undefined && question.planHash === plan?.hash ? question : undefined;

/** What was said to the present plan. */
export const heardOf = ({ plan, heard }: Asked): Heard | undefined =>
  heard !== undefined && heard.planHash === plan?.hash ? heard : undefined;

/** When the question on the table expires, epoch milliseconds; nothing while none is recorded. */
export function closesAt(asked: Asked): number | undefined {
  const question = questionOf(asked);
  return question === undefined
    ? undefined
    : Math.min(Math.max(question.latest, question.until), question.until + (heardOf(asked)?.longer ?? 0));
}
