import type { Site } from '#domain/resource-ref.ts';
import type { Scope } from '#domain/scope.ts';
import type { ActionSummary, Remedy } from '#ports/catalogue.ts';

/** What the writes of a remedy may do at a site, its undo included. */
export function scopeOf({ action, params }: Remedy, site: Site): Scope {
  const { write, undo, dependent, on } = action.permissions;
  const [own, besides] = splitDependent(action);
  return {
    actions: sorted([...write, ...undo, ...own]),
    resources: sorted(on.map((template) => arnPattern(template, site, Object(params)))),
    besides: sorted(dependent.length === own.length ? [] : besides),
  };
}

/** Dependent permissions of the action's own services are about its resources; those of others (roles, keys) are about what no call names. */
export function splitDependent({
  permissions: { write, undo, dependent },
}: Pick<ActionSummary, 'permissions'>): readonly [own: readonly string[], others: readonly string[]] {
  const services = new Set([...write, ...undo].map(serviceOf));
  const isOwn = (name: string): boolean => services.has(serviceOf(name)) && name !== 'iam:PassRole';
  return [dependent.filter(isOwn), dependent.filter((name) => !isOwn(name))];
}

const serviceOf = (name: string): string => name.split(':')[0] ?? name;

/** An ARN template with its places filled in: from the site, from the parameters, and `*` for what neither knows. */
export function arnPattern(template: string, site: Partial<Site>, params: Readonly<Record<string, unknown>>): string {
  const { partition = '*', account = '*', region } = site;
  const places: Readonly<Record<string, unknown>> = {
    ...params,
    partition,
    account,
    region: region === undefined || region === 'global' ? '*' : region,
  };
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = places[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '*';
  });
  // A parameter's name begins with the slash that its ARN has already.
  return filled.replaceAll('//', '/');
}

const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].toSorted();
