import { textsAt } from '#catalogue/sources/fields.ts';
import { type CallMeaning, type Effect, effects } from '#domain/meaning.ts';
import { accessCalls } from './access-calls.ts';
import type { ApiCall } from './api-call.ts';
import { lookupIn } from './call-table.ts';
import { dataCalls } from './data-calls.ts';
import { easedBy } from './eased-by.ts';
import { effectOfVerb } from './effect-of-verb.ts';
import { protectionCalls } from './protection-calls.ts';
import { quietCalls } from './quiet-calls.ts';
import { special } from './special-calls.ts';
import { switchedOff } from './switched-off.ts';
import { workCalls } from './work-calls.ts';

export const callTables = [quietCalls, workCalls, dataCalls, accessCalls, protectionCalls] as const;
const known = lookupIn(callTables);

const phrases: Readonly<Record<Effect, string>> = {
  reads: 'reads',
  'keeps-books': 'is everyday bookkeeping',
  'looks-around': 'looks around in the account',
  changes: 'changes something',
  removes: 'removes something',
  'reads-secrets': 'reads secrets or private text',
  spends: 'makes the account pay for use',
  disrupts: 'stops something that serves',
  'takes-credentials': 'answers with credentials',
  'runs-code': "runs code of the caller's choice",
  'moves-data': 'puts a copy of data somewhere else',
  opens: 'lets more callers in',
  'resets-guards': 'sets anew what watches or protects',
  commits: 'binds the account by a contract or lifts a limit',
  'gives-access': 'gives access that was not there',
  destroys: 'destroys data, a copy of it, or its key',
  weakens: 'takes a guard away',
  'hides-tracks': 'takes away what records or watches',
  ransoms: 'keeps data from its owner',
  leaves: "takes the account out of its organisation's control",
};

/** What a call does: by its parameters where they tell, else by its name in our tables, else by its verb. */
export function effectOf(call: ApiCall): Pick<CallMeaning, 'effect' | 'why' | 'eased'> {
  const name = `${call.service}:${call.name}`;
  const bySpecial = special(call);
  const byName = bySpecial?.effect ?? known(call.service, call.name) ?? effectOfVerb(call.name);
  const quiet = byName === 'reads' || byName === 'looks-around';
  const bySwitch = quiet ? undefined : switchedOff(call);
  if (bySwitch !== undefined && weightier(bySwitch.effect, byName))
    return { effect: bySwitch.effect, why: `${name} ${bySwitch.what}: it ${phrases[bySwitch.effect]}` };
  const eases = bySwitch === undefined && easable.has(byName) ? easedBy(call, byName) : undefined;
  if (eases !== undefined) return { effect: 'changes', why: `${name} ${phrases.changes} (${eases})`, eased: true };
  const detail = bySpecial === undefined ? '' : ` (${bySpecial.what})`;
  const whose = textsAt(call.params, 'userName')[0];
  const of = whose !== undefined && call.service === 'iam' ? ` for ${whose}` : '';
  return { effect: byName, why: `${name} ${phrases[byName]}${of}${detail}` };
}

const easable: ReadonlySet<Effect> = new Set<Effect>(['changes', 'opens', 'resets-guards']);

/** Effects stand in the order of their weight. */
const weightier = (one: Effect, other: Effect): boolean => effects.indexOf(one) > effects.indexOf(other);
