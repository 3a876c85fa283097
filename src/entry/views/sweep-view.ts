import { z } from 'zod';
import { ErrorDocument } from '#domain/heal-error.ts';
import { endNames, type IncidentDocument, stageNames } from '#domain/incident.ts';
import type { Swept } from '#flow/sweep.ts';

/** What a sweep found. */
export const SweepView = z.object({
  /** Resources looked at, each once for every action that knows its kind. */
  checked: z.int(),
  wrong: z.array(
    z.object({
      action: z.string(),
      /** The resource's id. */
      resource: z.string(),
      why: z.string(),
      type: z.string(),
      account: z.string(),
      region: z.string(),
      /** Why the action would not heal it. */
      refused: z.string().optional(),
    }),
  ),
  /** How many of them are healed now, proved by reading again. */
  fixed: z.int(),
  /** Writes sent to AWS; none without `fix`. */
  calls: z.int(),
  /** The incidents that the findings became, with `fix`. */
  incidents: z.array(z.object({ id: z.string(), stage: z.enum([...stageNames, ...endNames]), resource: z.string(), why: z.string() })),
  /** What could not be listed or read, so that nobody takes silence for health. */
  unread: z.array(
    z.object({ action: z.string(), account: z.string(), region: z.string(), resource: z.string().optional(), error: ErrorDocument }),
  ),
});
export type SweepView = Readonly<z.infer<typeof SweepView>>;

/** A sweep and what became of its findings as JSON that other programs rely on. */
export const sweepView = ({ checked, wrong, unread }: Swept, healing: readonly IncidentDocument[]): SweepView => ({
  checked,
  wrong: wrong.map(({ action, resource: { id, type, account, region }, why, refused }) => ({
    action,
    resource: id,
    why,
    type,
    account,
    region,
    ...(refused === undefined ? {} : { refused }),
  })),
  fixed: healing.filter(({ stage }) => stage === 'healed').length,
  calls: healing.reduce((sum, { sent }) => sum + sent.length, 0),
  incidents: healing.map(({ id, stage, resource, why }) => ({ id, stage, resource: resource.id, why })),
  unread: unread.map(({ action, site: { account, region }, resource, error }) => ({
    action,
    account,
    region,
    ...(resource === undefined ? {} : { resource }),
    error,
  })),
});
