import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { IncidentKeys } from '#adapters/memory/stored-incident.ts';
import type { Listing } from '#ports/store.ts';

/** One item of the table. */
export type Item = Record<string, AttributeValue>;

/** A listing's index: incidents with the same group, in the order of their rank. */
interface Index {
  readonly name: string;
  readonly group: string;
  readonly rank: 'openedRank' | 'dueRank';
}

/** The indexes, keys only: a commit that moves nothing in a listing writes nothing to its index. */
export const indexes = {
  opened: { name: 'by-opened', group: 'everything', rank: 'openedRank' },
  account: { name: 'by-account', group: 'account', rank: 'openedRank' },
  place: { name: 'by-place', group: 'place', rank: 'openedRank' },
  resource: { name: 'by-resource', group: 'resource', rank: 'openedRank' },
  due: { name: 'by-due', group: 'scheduled', rank: 'dueRank' },
} as const satisfies Record<string, Index>;

/** Groups that are one for all incidents have this name. */
const everyIncident = 'incident';

/** The attribute by which DynamoDB deletes what expired. */
export const timeToLive = 'expires';

const digits = 16;
const padded = (milliseconds: number): string => String(milliseconds).padStart(digits, '0');

/** Text that sorts as the time does, then as the id does. Times are epoch milliseconds from 0. */
export const rankOf = (at: number, id: string): string => `${padded(at)}#${id}`;

/** Comes after every rank of a time. */
export const rankAfter = (at: number): string => `${padded(at)}~`;

/** The time and the id behind a rank. */
export const positionOf = (rank: string): { readonly at: number; readonly id: string } => ({
  at: Number(rank.slice(0, digits)),
  id: rank.slice(digits + 1),
});

/** The attributes that put an incident into its listings. */
export const indexAttributes = (keys: IncidentKeys): Item => ({
  [indexes.opened.group]: { S: everyIncident },
  [indexes.account.group]: { S: keys.account },
  [indexes.place.group]: { S: keys.place },
  [indexes.resource.group]: { S: keys.resource },
  openedRank: { S: rankOf(keys.openedAt, keys.id) },
  ...(keys.due === undefined ? {} : { [indexes.due.group]: { S: everyIncident }, dueRank: { S: rankOf(keys.due, keys.id) } }),
});

/** Which index serves a listing, and the group to read. */
export function indexFor(list: Listing): { readonly index: Index; readonly group: string } {
  switch (list.by) {
    case 'opened':
      return list.account === undefined ? { index: indexes.opened, group: everyIncident } : { index: indexes.account, group: list.account };
    case 'place':
      return { index: indexes.place, group: list.place };
    case 'resource':
      return { index: indexes.resource, group: list.resource };
    case 'due':
      return { index: indexes.due, group: everyIncident };
  }
}

/** A primary key: what the item is and whose, then which one of several. */
export type Key = { readonly pk: { readonly S: string }; readonly sk: { readonly S: string } };

/** The primary key of each kind of item. */
export const keyOf = {
  incident: (id: string): Key => ({ pk: { S: `incident#${id}` }, sk: { S: 'document' } }),
  entry: (chain: string, seq: number): Key => ({ pk: { S: `chain#${chain}` }, sk: { S: padded(seq) } }),
  claim: (key: string): Key => ({ pk: { S: `claim#${key}` }, sk: { S: 'claim' } }),
  tally: (key: string): Key => ({ pk: { S: `tally#${key}` }, sk: { S: 'tally' } }),
  kept: (key: string): Key => ({ pk: { S: `kept#${key}` }, sk: { S: 'kept' } }),
} as const;
