import type { IncidentClass, Tags } from '#domain/facts.ts';
import type { JsonObject } from '#domain/json.ts';

export const families = ['exposure', 'identity', 'guard-rails', 'destruction', 'failure', 'cost', 'blind', 'blind-again'] as const;
export type Family = (typeof families)[number];

/** What a person who knows the whole story says of a case. */
export interface Label {
  /** `none`: nothing to open an incident about. */
  readonly class: IncidentClass | 'none';
  /** What the root cause has to say, each in one of the words between the bars; without case. */
  readonly cause: readonly string[];
  /** The action that heals it, whether it is taken or proposed; `none` where nothing should be done, or nothing that we can do. */
  readonly action: string;
  /** May it be done without a person? */
  readonly alone: boolean;
  /** Actions that would do harm here, besides any at all where `action` is `none`. */
  readonly forbidden?: readonly string[];
  /** Runbooks that answer, any of them. */
  readonly runbooks: readonly string[];
}

/** One incident as it comes in, what is there when AWS is asked, and what is right. */
export interface EvalCase {
  /** `<family>/<name>`. */
  readonly id: string;
  /** The story in a sentence, as people would tell it afterwards. */
  readonly story: string;
  readonly event: JsonObject;
  /** What was known of the people and programs before: events that habits were learned from. */
  readonly before?: readonly JsonObject[];
  /** What the action observes, in its own terms; `gone`: AWS knows no such resource. Absent where no action looks. */
  readonly state?: JsonObject | 'gone';
  readonly tags?: Tags;
  /** `selfheal.yaml` of this case. */
  readonly policy?: string;
  readonly right: Label;
}

/** A family's cases without their family. */
export type Cases = Readonly<Record<string, Omit<EvalCase, 'id'>>>;
