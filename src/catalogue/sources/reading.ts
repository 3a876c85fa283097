import type { Finding, Reading } from '#catalogue/define-source.ts';
import { canonical, type JsonObject, sha256 } from '#domain/json.ts';
import { resourceKey } from '#domain/resource-ref.ts';
import { anyResource } from './any-resource.ts';
import { isArray, textAt } from './fields.ts';
import { placeOfEvent, timeOf } from './place-of.ts';
import { type NamedResource, resourceOfArn, resourceRef } from './resource-name.ts';
import { resourceOfId } from './resource-of-id.ts';

/** What a source read out of an event; account and region are those of the event where it says nothing else. */
interface Said {
  /** Names the event in a drop: `a GuardDuty finding`. */
  readonly what: string;
  readonly title: string;
  readonly found: readonly NamedResource[];
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** Times, the best first; the time of the event follows by itself. */
  readonly at?: readonly (string | undefined)[];
  /** Tells apart two things that one event carries. */
  readonly id?: string | undefined;
  readonly more?: Pick<Finding, 'actor' | 'controls' | 'requestId' | 'operation' | 'failed' | 'over'>;
}

/** One finding for each resource; a reasoned drop without a place or a resource. */
export function reading(event: JsonObject, receivedAt: number, said: Said): Reading {
  const place = placeOfEvent(event, said.what, said);
  if ('because' in place) return { event, findings: [], drops: [place] };
  const refs = [...new Map(said.found.map((each) => [`${each.type}|${each.id}|${each.account ?? ''}`, resourceRef(each, place)])).values()];
  if (refs.length === 0) return dropped(event, 'no-resource', `${said.what} names no resource that we know`);
  const id = said.id ?? eventId(event);
  const at = timeOf(receivedAt, ...(said.at ?? []), textAt(event, 'time'));
  return {
    event,
    drops: [],
    findings: refs.map((resource) => ({
      ...said.more,
      id: refs.length === 1 ? id : `${id}/${resourceKey(resource)}`,
      title: said.more?.over === undefined ? said.title : `${said.title} (${said.more.over})`,
      at,
      resource,
    })),
  };
}

/** An event that is no finding, with the reason. */
export const dropped = (event: JsonObject, because: string, detail: string): Reading => ({
  event,
  findings: [],
  drops: [{ because, detail }],
});

/** AWS's id of the event, else one that is the same whenever the same event comes. */
export const eventId = (event: JsonObject): string => textAt(event, 'id') ?? sha256(canonical(event)).slice(0, 32);

/** The resources that EventBridge lists beside the detail, by ARN or by an id that says its kind: those of kinds that we know, else whatever has an ARN. */
export function listedResources(event: JsonObject): readonly NamedResource[] {
  const texts = (isArray(event['resources']) ? event['resources'] : []).filter((each) => typeof each === 'string');
  const known = texts.flatMap((text) => resourceOfArn(text) ?? resourceOfId(text) ?? []);
  return known.length > 0 ? known : texts.flatMap((text) => anyResource(text) ?? []);
}
