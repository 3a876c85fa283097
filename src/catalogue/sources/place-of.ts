import { partitionOf } from '#domain/resource-ref.ts';
import type { Drop } from '#domain/signal.ts';
import { isAccount, isRegion } from './resource-name.ts';

/** Where an event happened, or why nobody can tell. */
export type Place = { readonly account: string; readonly region: string; readonly partition: string } | Drop;

/** Checks what an event says about its account and region: placeholders and missing ones are a reason to drop it. */
export function placeOf(account: string | undefined, region: string | undefined, what: string): Place {
  if (!isAccount(account)) return { because: 'no-account', detail: `${what}: ${account ?? 'nothing'} is not an account id` };
  if (!isRegion(region)) return { because: 'no-region', detail: `${what}: ${region ?? 'nothing'} is not a region` };
  return { account, region, partition: partitionOf(region) };
}

/** Epoch milliseconds of the first time that can be read; one without a zone is UTC, as everywhere at AWS. */
export function timeOf(receivedAt: number, ...texts: readonly (string | undefined)[]): number {
  return texts.map((text) => Date.parse(inUtc(text ?? ''))).find((time) => !Number.isNaN(time)) ?? receivedAt;
}

const inUtc = (text: string): string => (/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d[\d:.]*$/.test(text) ? `${text.replace(' ', 'T')}Z` : text);
