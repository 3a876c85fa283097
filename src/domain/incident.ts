import { z } from 'zod';
import { Answer, Contribution, Facts, SentCall } from './facts.ts';
import { AnyJson } from './json.ts';
import { Heard, Question } from './question.ts';
import { ResourceRef } from './resource-ref.ts';
import { Signal } from './signal.ts';

export const stageNames = ['diagnosis', 'decision', 'approval', 'snapshot', 'remediation', 'verification', 'rollback'] as const;
export const endNames = [
  'healed',
  'already-healthy',
  'logged',
  'simulated',
  'rejected',
  'expired',
  'rolled-back',
  'escalated',
  'expected',
] as const;
export type Stage = (typeof stageNames)[number];
export type End = (typeof endNames)[number];
/** Where an incident is: in a stage, or at its end. */
export type Place = Stage | End;

/** A write that was announced in the ledger and whose answer is not recorded yet. */
export const Intent = z.object({ id: z.string(), service: z.string(), operation: z.string(), call: z.string(), at: z.int() });
export type Intent = Readonly<z.infer<typeof Intent>>;

/** How grave a detection is by itself. */
export const Severity = z.enum(['low', 'medium', 'high', 'critical']);

/** One thing that went wrong with one resource, as it is stored: under 64 KB; states and raw events are blobs. */
export const IncidentDocument = z
  .object({
    id: z.string().regex(/^inc-[0-9a-hjkmnp-tv-z]{26}$/),
    stage: z.enum([...stageNames, ...endNames]),
    /** Goes up with every commit. */
    version: z.int(),
    /** Goes up only when a stage commits: a repeat or an answer in between does not disturb the stage. */
    progress: z.int(),
    attempt: z.int(),
    generation: z.int(),
    /** Epoch milliseconds: when the present stage was entered. */
    since: z.int(),
    /** Epoch milliseconds: when it wants to run next; absent while it waits for a person or has ended. */
    due: z.int().optional(),
    /** Hash and number of the newest ledger entry. */
    head: z.string(),
    entries: z.int(),
    title: z.string(),
    detection: z.string(),
    severity: Severity,
    class: z.enum(['failure', 'tampering', 'violation', 'normal']),
    fingerprint: z.string(),
    resource: ResourceRef,
    action: z.object({ id: z.string(), params: AnyJson }).optional(),
    signal: Signal,
    /** What habits said of the signal before they learned it. */
    habits: z.array(Contribution).optional(),
    /** What a sweep saw of the resource when it opened this: a sealed blob, and when (epoch milliseconds). */
    seen: z.object({ state: z.string(), at: z.int() }).optional(),
    /** Blob of the raw event, redacted. */
    event: z.string().optional(),
    repeats: z.int(),
    openedAt: z.int(),
    receivedAt: z.int(),
    closedAt: z.int().optional(),
    why: z.string(),
    intents: z.array(Intent),
    sent: z.array(SentCall),
    /** Hash of the plan that people were asked about. */
    asked: z.string().optional(),
    question: Question.optional(),
    heard: Heard.optional(),
    answer: Answer.optional(),
    /** How often the resource changed between decision and snapshot. */
    replans: z.int(),
    /** What it follows from: the incident before it, steps since the first write, and the detections of all fixes on other resources on the way. */
    effectOf: z.object({ incident: z.string(), steps: z.int(), fixes: z.array(z.string()) }).optional(),
    /** The generation whose first write was counted for the policy's rates. */
    counted: z.int().optional(),
    /** The rate that had no room for its first write, and that rate's limit then. */
    usedUp: z.object({ rate: z.string(), limit: z.int(), generation: z.int() }).optional(),
    /** The person whose command reopened it. */
    requestedBy: z.string().optional(),
    /** Task token of the execution that waits for an answer (Step Functions). */
    token: z.string().optional(),
    /** Milliseconds and number of AWS calls spent so far, for honest reports. */
    awsMs: z.number(),
    awsCalls: z.int(),
    ...Facts.partial().shape,
  })
  .readonly();
export type IncidentDocument = z.infer<typeof IncidentDocument>;

/** True once the incident has ended. */
export const hasEnded = (place: Place): place is End => (endNames as readonly string[]).includes(place);
