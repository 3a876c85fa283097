import { z } from 'zod';
import { Call } from '#domain/call.ts';
import type { EntryBody } from '#domain/entry.ts';
import { ErrorDocument } from '#domain/heal-error.ts';
import { AnyJson } from '#domain/json.ts';

/** One write as the ledger tells it: announced with its input, then its outcome and AWS request id. */
export const CallView = z.object({
  intent: z.string(),
  stage: z.string(),
  service: z.string(),
  operation: z.string(),
  input: AnyJson,
  at: z.int(),
  outcome: z.enum(['done', 'refused', 'unknown', 'under-way']),
  requestId: z.string().nullable(),
  ms: z.number().nullable(),
  error: z.string().nullable(),
});
export type CallView = Readonly<z.infer<typeof CallView>>;

const Announced = z.object({ intent: z.string(), stage: z.string(), call: Call });
const Answered = z.object({
  intent: z.string(),
  outcome: z.enum(['done', 'refused', 'unknown']),
  requestId: z.string().optional(),
  milliseconds: z.number().optional(),
  error: z.union([z.string(), ErrorDocument]).optional(),
});

/** Every write of an incident in the order of its ledger, also those of earlier generations. */
export function callViews(ledger: readonly EntryBody[]): CallView[] {
  const answers = new Map(ledger.filter(({ kind }) => kind === 'result').map((entry) => [entry.intent, Answered.parse(entry)] as const));
  return ledger
    .filter(({ kind }) => kind === 'intent')
    .map((entry) => {
      const { intent, stage, call } = Announced.parse(entry);
      const answer = answers.get(intent);
      const error = answer?.error;
      return {
        intent,
        stage,
        ...call,
        at: entry.at,
        outcome: answer?.outcome ?? 'under-way',
        requestId: answer?.requestId ?? null,
        ms: answer?.milliseconds ?? null,
        error: (typeof error === 'string' ? error : error?.message) ?? null,
      };
    });
}
