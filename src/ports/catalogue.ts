import type { Call } from '#domain/call.ts';
import type { IncidentClass, Tags } from '#domain/facts.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import type { Meaning } from '#domain/meaning.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Drop, Signal } from '#domain/signal.ts';
import type { Reader } from './cloud.ts';
import type { PricedItem } from './prices.ts';
import type { Surroundings } from './surroundings.ts';

export interface Risk {
  readonly level: 'low' | 'medium' | 'high';
  readonly blastRadius: string;
  readonly outage: 'none' | 'brief' | 'possible';
}

/** IAM actions by phase; `dependent` ones are needed though no call has that name. `on`: ARN templates of writes and undo. */
export interface Permissions {
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly undo: readonly string[];
  readonly dependent: readonly string[];
  readonly on: readonly string[];
  /** Where a permission of `read` or `dependent` is needed, when that is one place only: ARN templates by its name. */
  readonly at?: Readonly<Record<string, readonly string[]>>;
  /** IAM actions of operations that Selfheal has no row for, in a user's own action: `{ 's3.putBucketAccelerateConfiguration': ['s3:PutAccelerateConfiguration'] }`. */
  readonly calls?: Readonly<Record<string, readonly string[]>>;
}

export type Undo =
  | { readonly kind: 'undo' }
  | { readonly kind: 'nothing-to-undo'; readonly because: string; readonly cooldownMs: number }
  | { readonly kind: 'irreversible'; readonly because: string };

/** What is known of an action before its parameters are. */
export interface ActionSummary {
  readonly id: string;
  readonly title: string;
  readonly resource: string;
  readonly heals: readonly string[];
  readonly risk: Risk;
  readonly permissions: Permissions;
  readonly undo: Undo;
  readonly repeat: 'safe' | 'never';
  readonly rounds: number;
  readonly settlesMs: number;
  readonly keeps: 'before' | 'safer';
  readonly recorded: boolean;
  readonly exercised: { readonly on: 'emulator' } | { readonly not: string };
}

/** An action, its types erased: states and parameters are JSON, checked against the action's own shapes at every call. */
export interface Action extends ActionSummary {
  /** Parameters of every condition that this action knows on a resource. */
  from(resource: ResourceRef): readonly JsonObject[];
  /** A setting that an account has once: its resource is at the site `global`, whichever region an event of it comes from. */
  readonly everyRegion: boolean;
  /** For a finding that names the account only: how to find out which resources of a site it means. */
  inAccount(finding: string): ((reader: Reader) => Promise<readonly ResourceRef[]>) | undefined;
  /** Of these, the ones that a finding (one of `heals`) may mean. */
  meantBy(finding: string, resource: ResourceRef): readonly JsonObject[];
  list(reader: Reader): Promise<readonly ResourceRef[]>;
  tags(reader: Reader, resource: ResourceRef): Promise<Tags>;
  /** Throws HealError `bad-params`. */
  with(params: Json): Remedy;
}

/** An action with its parameters: pure functions over observed state, and the one that observes. Throws HealError `bad-state`. */
export interface Remedy {
  readonly action: ActionSummary;
  readonly params: Json;
  /** The parameters that tell this condition from others on the same resource. */
  readonly condition: JsonObject;
  observe(reader: Reader): Promise<Json>;
  wrong(state: Json): string | undefined;
  refuses(state: Json): string | undefined;
  fix(state: Json): readonly Call[];
  after(state: Json): Json;
  comparable(state: Json): Json;
  undo(before: Json, now: Json): readonly Call[];
  cost(state: Json): readonly PricedItem[];
}

/** One detection that an event matched. */
export interface Detection {
  readonly id: string;
  readonly title: string;
  readonly class: IncidentClass;
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  readonly action?: string;
  readonly params?: JsonObject;
}

/** A detection and the conditions that it found in one signal. */
export interface Match {
  readonly detection: Detection;
  /** What it is about, where that is not the resource of the signal. */
  readonly resource?: ResourceRef;
  /** The finding names the account only: AWS has to be asked which resources it means. */
  readonly among?: { readonly action: string; readonly finding: string };
  readonly remedy?: { readonly action: string; readonly params: Json; readonly condition: JsonObject };
}

/** A kind of call whose repetition in a short time is one story about who makes it. */
export interface Repetition {
  readonly kind: 'reads' | 'destroys' | 'refused';
  /** What is counted of each principal: `s3:GetObject`, `refused calls`. */
  readonly counted: string;
  /** False: the signal is not one more itself, but that there were many says something about it. */
  readonly counts: boolean;
  /** So many within the window are a burst. */
  readonly limit: number;
  readonly windowMs: number;
  readonly detection: Detection;
  /** Who makes the calls: what the incident is about. */
  readonly resource: ResourceRef;
}

/** What came out of one document: signals with the event each came from, and everything dropped with its reason. */
export interface Parsed {
  readonly signals: readonly { readonly signal: Signal; readonly event: Json }[];
  readonly drops: readonly Drop[];
}

/** What we know about AWS, as the flow sees it. */
export interface Catalogue {
  /** Untrusted documents (a file, a webhook) never give attested signals. */
  parse(document: Json, receivedAt: number, intake: { readonly trusted: boolean }): Parsed;
  /** Detections that this signal's event matches, each with parameters resolved. */
  match(signal: Signal, event: Json): Promise<readonly Match[]>;
  /** What an event means by itself, whether a detection matches it or not: what the call does, or what AWS states. */
  meaning(event: Json): Meaning | undefined;
  /** Where to look around a resource; of a type that nobody wrote down, only its name. */
  surroundings(resource: ResourceRef): Surroundings;
  /** What this signal would be one more of. */
  repetitions(signal: Signal): readonly Repetition[];
  action(id: string): Promise<Action | undefined>;
  actions(): Promise<readonly Action[]>;
  detections(): readonly Detection[];
}
