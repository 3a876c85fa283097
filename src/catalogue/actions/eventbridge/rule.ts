import type { Tags } from '#domain/facts.ts';
import type { ResourceRef, Site } from '#domain/resource-ref.ts';
import type { Reader } from '#ports/cloud.ts';

const guard = 'selfheal:guarded';

/** A rule's name and its bus, from the id that every source gives: the bare name on the default bus, else `bus|name`. */
export function ruleOf(id: string): { readonly rule: string; readonly bus: string } {
  const [first = '', second] = id.split('|');
  return second === undefined ? { rule: first, bus: 'default' } : { rule: second, bus: first };
}

const idOf = (bus: string, rule: string): string => (bus === 'default' ? rule : `${bus}|${rule}`);

function arnOf({ partition, region, account }: Site, id: string): string {
  const { rule, bus } = ruleOf(id);
  return `arn:${partition}:events:${region}:${account}:rule/${bus === 'default' ? '' : `${bus}/`}${rule}`;
}

/** Rules of every bus that are guarded: of any other, being disabled may be what its owner wants, and only an event tells. */
export async function listGuardedRules(reader: Reader): Promise<readonly ResourceRef[]> {
  const { EventBuses = [] } = await reader.read('eventbridge', 'listEventBuses', {});
  const buses = EventBuses.flatMap(({ Name }) => Name ?? []);
  const lists = await Promise.all(
    buses.map(async (bus) => {
      const { Rules = [] } = await reader.read('eventbridge', 'listRules', { EventBusName: bus });
      return Rules.flatMap(({ Name }) => (Name === undefined ? [] : [idOf(bus, Name)]));
    }),
  );
  const rules = lists.flat().map((id) => ({ type: 'AWS::Events::Rule', id, arn: arnOf(reader.site, id), ...reader.site }));
  const guarded = await Promise.all(
    rules.map(async (rule) => reader.guarded().includes(rule.id) || (await ruleTags(reader, rule))[guard] === 'true'),
  );
  return rules.filter((_, index) => guarded[index]);
}

export async function ruleTags(reader: Reader, { id }: Pick<ResourceRef, 'id'>): Promise<Tags> {
  const { Tags: tags = [] } = await reader.read('eventbridge', 'listTagsForResource', { ResourceARN: arnOf(reader.site, id) });
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
