import { z } from 'zod';
import type { Call } from '#domain/call.ts';
import type { Tags } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import { canonical, type Json, type JsonObject } from '#domain/json.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Action, Permissions, Remedy, Risk } from '#ports/catalogue.ts';
import type { Reader } from '#ports/cloud.ts';
import type { PricedItem } from '#ports/prices.ts';

/** One remediation, as data about AWS and pure functions over observed state. Nothing here has a default. */
export type ActionSpec<P, S> = {
  /** Equals its path: `ec2.revoke-open-ingress` is `actions/ec2/revoke-open-ingress.ts`. */
  readonly id: string;
  readonly title: string;
  readonly resource: `AWS::${string}::${string}`;
  /**
   * Findings that this heals: `securityhub:EC2.19`, `config:restricted-ssh`, `vanta:…`. One that means only some conditions says which;
   * one that AWS files under the account finds out which resources of the site it means.
   */
  readonly heals: readonly (string | Healed<NoInfer<P>>)[];
  /** For a setting that an account has once for all regions: it is one condition, whichever region an event or a finding of it comes from. */
  readonly everyRegion?: true;
  readonly params: z.ZodType<P>;
  /** The parameters that tell one condition on a resource from another; none when a resource has just one. */
  readonly condition: readonly (keyof P & string)[];
  readonly state: z.ZodType<S>;
  /** Parameters of every condition that this action knows on a resource. */
  from(resource: ResourceRef): readonly NoInfer<P>[];
  /** Every resource of this kind at the reader's site, for `sweep`. */
  list(reader: Reader): Promise<readonly ResourceRef[]>;
  tags(reader: Reader, resource: ResourceRef): Promise<Tags>;

  readonly risk: Risk;
  cost(state: S, params: P): readonly PricedItem[];
  readonly permissions: Permissions;
  /** May the same calls be sent again when we do not know whether they arrived? */
  readonly repeat: 'safe' | 'never';
  /** How often it may observe and fix again before the condition must be gone. */
  readonly rounds: number;
  /** The deadline for "not healed". */
  readonly settles: Duration;
  /** What stands when a fix does not verify: the state before, or the safer half-fixed one. */
  readonly keeps: 'before' | 'safer';
  /** Is the healthy state recorded while it lasts, because a fix needs it after the resource is gone? */
  readonly recorded: boolean;
  /** Can the emulator break and heal this, or why not? */
  readonly exercised: { readonly on: 'emulator' } | { readonly not: string };

  /** The resource and the neighbours that a fix could touch. Reads only. */
  observe(cloud: Reader, params: P): Promise<S>;
  /** Why this state is wrong, or nothing: confirms a detection, verifies a heal. */
  wrong(state: S, params: P): string | undefined;
  /** Why healing it would be wrong here. */
  refuses(state: S, params: P): string | undefined;
  /** The smallest calls that heal this state, or the next round of them; none when it is healthy. */
  fix(state: S, params: P): readonly Call[];
  /** The state that those calls should leave: anything else that changed is collateral. */
  after(state: S, params: P): S;
  /** What of a state is compared with a prediction or an earlier state: without identities and times that AWS chooses (rule ids, versions, dates). */
  comparable(state: S, params: P): unknown;
} & (
  | { undo(before: S, now: S, params: P): readonly Call[] }
  | { readonly nothingToUndo: string; readonly cooldown: Duration }
  | { readonly irreversible: string }
);

interface Healed<P> {
  readonly id: string;
  readonly where: Partial<P>;
  inAccount?(reader: Reader): Promise<readonly ResourceRef[]>;
}

export type Duration = `${number}${'s' | 'm'}`;

const milliseconds = (duration: Duration): number => Number.parseFloat(duration) * (duration.endsWith('m') ? 60_000 : 1000);

/** Declares an action; its types are checked here and erased, its shapes are checked at every border. */
export function defineAction<P extends JsonObject, S>(spec: ActionSpec<P, S>): Action {
  const action: Action = {
    id: spec.id,
    title: spec.title,
    resource: spec.resource,
    heals: spec.heals.map(idOf),
    risk: spec.risk,
    permissions: spec.permissions,
    undo: undoOf(spec),
    repeat: spec.repeat,
    rounds: spec.rounds,
    settlesMs: milliseconds(spec.settles),
    keeps: spec.keeps,
    recorded: spec.recorded,
    exercised: spec.exercised,
    everyRegion: spec.everyRegion ?? false,
    from: (resource) => spec.from(resource),
    inAccount: (finding) => {
      const found = spec.heals.find((each) => idOf(each) === finding);
      return typeof found === 'object' ? found.inAccount : undefined;
    },
    meantBy: (finding, resource) => {
      const found = spec.heals.find((each) => idOf(each) === finding);
      const where = Object.entries(typeof found === 'object' ? found.where : {});
      return found === undefined ? [] : spec.from(resource).filter((params) => where.every(([name, value]) => params[name] === value));
    },
    list: (reader) => spec.list(reader),
    tags: (reader, resource) => spec.tags(reader, resource),
    with: (params) => bind(spec, action, params),
  };
  return action;
}

const idOf = (heals: string | { readonly id: string }): string => (typeof heals === 'string' ? heals : heals.id);

function undoOf<P, S>(spec: ActionSpec<P, S>): Action['undo'] {
  if ('undo' in spec) return { kind: 'undo' };
  if ('irreversible' in spec) return { kind: 'irreversible', because: spec.irreversible };
  return { kind: 'nothing-to-undo', because: spec.nothingToUndo, cooldownMs: milliseconds(spec.cooldown) };
}

function bind<P extends JsonObject, S>(spec: ActionSpec<P, S>, action: Action, raw: Json): Remedy {
  const params = check(spec.params, raw, 'bad-params', `${spec.id}: these parameters do not fit the action`);
  const state = (value: Json): S =>
    check(
      spec.state,
      value,
      'bad-state',
      `${spec.id}: a stored state does not have the action's shape; retry the incident to observe again`,
    );
  return {
    action,
    params,
    condition: Object.fromEntries(spec.condition.map((name) => [name, params[name]])),
    observe: async (reader) => {
      const own: Reader = { ...reader, recorded: (resource) => reader.recorded({ ...resource, action: spec.id }) };
      const seen = toJson(await spec.observe(own, params));
      return toJson(check(spec.state, seen, 'bad-state', `${spec.id}: AWS answered with something that this action does not know`));
    },
    wrong: (value) => spec.wrong(state(value), params),
    refuses: (value) => spec.refuses(state(value), params),
    fix: (value) => spec.fix(state(value), params),
    after: (value) => toJson(spec.after(state(value), params)),
    comparable: (value) => toJson(spec.comparable(state(value), params)),
    undo: (before, now) => ('undo' in spec ? spec.undo(state(before), state(now), params) : []),
    cost: (value) => spec.cost(state(value), params),
  };
}

function check<T>(shape: z.ZodType<T>, value: Json, code: 'bad-params' | 'bad-state', what: string): T {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new HealError(code, `${what}: ${z.prettifyError(parsed.error)}`);
}

/** With its keys sorted, as it comes back from where it is stored: a call made of them is the same call before and after. */
function toJson(value: unknown): Json {
  const json: Json = JSON.parse(canonical(JSON.parse(JSON.stringify(value))));
  return json;
}
