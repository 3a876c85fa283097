import type { Contribution } from '#domain/facts.ts';
import type { CallMeaning } from '#domain/meaning.ts';
import type { Signal } from '#domain/signal.ts';
import { weights } from './weights.ts';

type Caller = CallMeaning['caller'];

/** Who made a call, in the parts of a score. */
export function callerContributions({ kind, why, outsider, withoutMfa }: Caller, onlyReads: boolean): readonly Contribution[] {
  const belongs = `the identity belongs to account ${outsider ?? ''}`;
  const outside = onlyReads ? weights.outsiderReads : weights.outsider;
  return [
    { name: kind === 'root' ? 'root' : 'actor', weight: weights.caller[kind], why },
    ...(outsider === undefined ? [] : [{ name: 'outsider', weight: outside, why: belongs }]),
    ...(withoutMfa ? [{ name: 'without-mfa', weight: weights.withoutMfa, why: 'the session was opened without a second factor' }] : []),
  ].filter(({ weight }) => weight > 0);
}

/** Who a signal names, for events that are no record of a call; nothing when it names nobody. */
export function callerOfSignal({ actor, resource }: Pick<Signal, 'actor' | 'resource'>): Caller | undefined {
  if (actor === undefined) return undefined;
  const why = `${actor.arn ?? actor.type} did it`;
  const kind = actor.type === 'Root' ? 'root' : actor.type === 'AWSService' ? 'aws' : actor.type === 'AssumedRole' ? 'workload' : 'person';
  return {
    kind,
    why,
    ...(actor.account === undefined || actor.account === resource.account ? {} : { outsider: actor.account }),
    ...(actor.mfa === false && kind === 'person' ? { withoutMfa: true as const } : {}),
  };
}
