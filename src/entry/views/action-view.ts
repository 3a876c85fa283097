import { z } from 'zod';
import type { ActionSummary } from '#ports/catalogue.ts';

const names = z.array(z.string());

/** An action as other programs see it. Durations are milliseconds. */
export const ActionView = z.object({
  id: z.string(),
  title: z.string(),
  /** CloudFormation type. */
  resource: z.string(),
  /** Findings that it heals: `securityhub:S3.8`. */
  heals: names,
  /** IAM actions by phase; `on`: ARN templates of writes and undo. */
  permissions: z.object({ read: names, write: names, undo: names, dependent: names, on: names }),
  undo: z.object({
    kind: z.enum(['undo', 'nothing-to-undo', 'irreversible']),
    because: z.string().optional(),
    cooldownMs: z.int().optional(),
  }),
  risk: z.object({ level: z.enum(['low', 'medium', 'high']), blastRadius: z.string(), outage: z.enum(['none', 'brief', 'possible']) }),
  /** When the cost is known; the figure itself depends on the resource and is part of every plan. */
  cost: z.object({ known: z.literal('in-plan'), why: z.string() }),
  repeat: z.enum(['safe', 'never']),
  rounds: z.int(),
  settlesMs: z.int(),
  keeps: z.enum(['before', 'safer']),
  exercised: z.object({ on: z.literal('emulator').optional(), not: z.string().optional() }),
});
export type ActionView = Readonly<z.infer<typeof ActionView>>;

/** An action without its functions. */
export const actionView = ({
  id,
  title,
  resource,
  heals,
  permissions,
  undo,
  risk,
  repeat,
  rounds,
  settlesMs,
  keeps,
  exercised,
}: ActionSummary): ActionView => ({
  id,
  title,
  resource,
  heals: [...heals],
  permissions: {
    read: [...permissions.read],
    write: [...permissions.write],
    undo: [...permissions.undo],
    dependent: [...permissions.dependent],
    on: [...permissions.on],
  },
  undo: { ...undo },
  risk: { ...risk },
  cost: {
    known: 'in-plan',
    why: 'computed from the observed state, by the AWS Price List or the dated price table, before anything is sent',
  },
  repeat,
  rounds,
  settlesMs,
  keeps,
  exercised: { ...exercised },
});
