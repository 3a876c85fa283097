import { type Effect, effects } from '#domain/meaning.ts';

/** Calls by what they do and by service (as in `eventSource`): names apart by spaces, a `*` at the end for every name that begins so. */
export type CallTable = Partial<Readonly<Record<Effect, Readonly<Record<string, string>>>>>;

/** Finds the effect of a call in tables; a whole name counts before one that ends in `*`, and a longer beginning before a shorter. A call whose service stands in no row, or is not named, is known by its name where that means one thing everywhere; with a service it has to be a telling name of three words, as everybody has a `CreateProject`. */
export function lookupIn(tables: readonly CallTable[]): (service: string, name: string) => Effect | undefined {
  const exact = new Map<string, Effect>();
  const beginnings = new Map<string, { readonly start: string; readonly effect: Effect }[]>();
  for (const { effect, service, name } of rows(tables)) {
    if (!name.endsWith('*')) exact.set(`${service}:${name}`.toLowerCase(), effect);
    else beginnings.set(service, [...(beginnings.get(service) ?? []), { start: name.slice(0, -1).toLowerCase(), effect }]);
  }
  const anywhere = new Map<string, Effect | undefined>();
  const services = new Set<string>();
  for (const { effect, service, name } of rows(tables)) {
    services.add(service);
    const call = name.toLowerCase();
    anywhere.set(call, anywhere.has(call) && anywhere.get(call) !== effect ? undefined : effect);
  }
  for (const list of beginnings.values()) list.sort((one, other) => other.start.length - one.start.length);
  return (service, name) => {
    const call = name.toLowerCase();
    const here = exact.get(`${service}:${call}`) ?? beginnings.get(service)?.find(({ start }) => call.startsWith(start))?.effect;
    const mayBeElsewhere = service === '' || (!services.has(service) && wordsIn(name) > 2);
    return here ?? (mayBeElsewhere ? anywhere.get(call) : undefined);
  };
}

/** `DeleteDBCluster` has three. */
const wordsIn = (name: string): number => (name.match(/[A-Z]+(?![a-z])|[A-Z][a-z0-9]*/g) ?? []).length;

/** Every row of the tables, as it was written. */
export function* rows(
  tables: readonly CallTable[],
): Generator<{ readonly effect: Effect; readonly service: string; readonly name: string }> {
  for (const table of tables)
    for (const effect of effects)
      for (const [service, names] of Object.entries(table[effect] ?? {}))
        for (const name of names.split(/\s+/)) if (name !== '') yield { effect, service, name };
}
