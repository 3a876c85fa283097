import type { IncidentDocument } from '#domain/incident.ts';
import type { Listing, Page } from '#ports/store.ts';
import { type Position, pageSize, readCursor, writeCursor } from './cursor.ts';
import { type IncidentKeys, isListed, readIncident } from './stored-incident.ts';

/** A stored incident: its keys, and its document as JSON text. */
export interface Listed extends IncidentKeys {
  readonly text: string;
}

/** One page of a listing, found by looking at every incident. */
export function listed(
  rows: Iterable<Listed>,
  list: Listing,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Page<IncidentDocument> {
  const limit = pageSize(page.limit);
  const after = page.cursor === undefined ? undefined : readCursor(list.by, page.cursor);
  const sign = list.by === 'due' ? 1 : -1;
  const position = (row: Listed): Position => ({ at: list.by === 'due' ? (row.due ?? 0) : row.openedAt, id: row.id });
  const compare = (a: Position, b: Position): number => sign * (a.at - b.at || (a.id < b.id ? -1 : Number(a.id > b.id)));
  const found = Array.from(rows)
    .filter((row) => isListed(row, list) && (after === undefined || compare(position(row), after) > 0))
    .toSorted((a, b) => compare(position(a), position(b)));
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => readIncident(row.id, row.text)),
    cursor: found.length > limit && last !== undefined ? writeCursor(list.by, position(last)) : undefined,
  };
}
