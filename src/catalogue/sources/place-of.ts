import type { JsonObject } from '#domain/json.ts';
import { partitionOf } from '#domain/resource-ref.ts';
import type { Drop } from '#domain/signal.ts';
import { isArray, textAt } from './fields.ts';
import { isAccount, isRegion } from './resource-name.ts';

/** Where an event happened, or why nobody can tell. */
export type Place = { readonly account: string; readonly region: string; readonly partition: string } | Drop;

/** Every place where something is said, the best first. */
type Places = readonly (string | undefined)[];

/** The first account and the first region that an event names; where all are placeholders or missing, that is a reason to drop it. */
export function placeOf(accounts: Places, regions: Places, what: string): Place {
  const account = accounts.find(isAccount);
  const region = regions.find(isRegion);
  if (account === undefined) return { because: 'no-account', detail: `${what}: ${firstOf(accounts)} is not an account id` };
  if (region === undefined) return { because: 'no-region', detail: `${what}: ${firstOf(regions)} is not a region` };
  return { account, region, partition: partitionOf(region) };
}

/** The place of an event in EventBridge's shape: what its detail says, else the envelope, else the ARNs that AWS lists beside the detail. */
export function placeOfEvent(
  event: JsonObject,
  what: string,
  { account, region }: { readonly account?: string | undefined; readonly region?: string | undefined } = {},
): Place {
  const listed = (isArray(event['resources']) ? event['resources'] : []).map((each) => (typeof each === 'string' ? each.split(':') : []));
  return placeOf(
    [account, textAt(event, 'account'), ...listed.map((arn) => arn[4])],
    [region, textAt(event, 'region'), ...listed.map((arn) => arn[3])],
    what,
  );
}

const firstOf = (places: Places): string => places.find((each) => each !== undefined) ?? 'nothing';

/** Epoch milliseconds of the first time that can be read; one without a zone is UTC, as everywhere at AWS. */
export function timeOf(receivedAt: number, ...texts: readonly (string | undefined)[]): number {
  return texts.map((text) => Date.parse(inUtc(text ?? ''))).find((time) => !Number.isNaN(time)) ?? receivedAt;
}

const inUtc = (text: string): string => (/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d[\d:.]*$/.test(text) ? `${text.replace(' ', 'T')}Z` : text);
