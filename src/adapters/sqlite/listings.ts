import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { pageSize, readCursor, writeCursor } from '#adapters/memory/cursor.ts';
import { readIncident } from '#adapters/memory/stored-incident.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Listing, Page } from '#ports/store.ts';

const newestFirst = (where: string): string =>
  `SELECT id, opened_at AS at, document FROM incidents
   WHERE ${where} (opened_at, id) < (:at, :id) ORDER BY opened_at DESC, id DESC LIMIT :limit`;

/** One statement a listing; each walks one index and sorts nothing. */
export const listingSql = {
  opened: newestFirst(''),
  account: newestFirst('account = :key AND'),
  place: newestFirst('place = :key AND'),
  resource: newestFirst('resource = :key AND'),
  due: `SELECT id, due AS at, document FROM incidents
        WHERE due IS NOT NULL AND due <= :key AND (due, id) > (:at, :id) ORDER BY due, id LIMIT :limit`,
} as const;

/** Before the first incident of a listing, in its order. */
const starts = { newest: { at: Number.MAX_SAFE_INTEGER, id: '' }, soonest: { at: Number.MIN_SAFE_INTEGER, id: '' } } as const;

/** Reads pages of incidents with statements that are prepared once. */
export function listings(
  sql: DatabaseSync,
): (list: Listing, page: { readonly limit: number; readonly cursor?: string | undefined }) => Page<IncidentDocument> {
  const statements = Object.fromEntries(Object.entries(listingSql).map(([name, text]) => [name, sql.prepare(text)])) as Readonly<
    Record<keyof typeof listingSql, StatementSync>
  >;
  return (list, page) => {
    const limit = pageSize(page.limit);
    const start = list.by === 'due' ? starts.soonest : starts.newest;
    const after = page.cursor === undefined ? start : readCursor(list.by, page.cursor);
    const { name, key } = chosen(list);
    const rows = statements[name].all({ ...key, at: after.at, id: after.id, limit: limit + 1 });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map((row) => readIncident(String(row['id']), String(row['document']))),
      cursor:
        rows.length > limit && last !== undefined ? writeCursor(list.by, { at: Number(last['at']), id: String(last['id']) }) : undefined,
    };
  };
}

function chosen(list: Listing): { readonly name: keyof typeof listingSql; readonly key: Readonly<Record<string, SQLInputValue>> } {
  switch (list.by) {
    case 'opened':
      return list.account === undefined ? { name: 'opened', key: {} } : { name: 'account', key: { key: list.account } };
    case 'place':
      return { name: 'place', key: { key: list.place } };
    case 'resource':
      return { name: 'resource', key: { key: list.resource } };
    case 'due':
      return { name: 'due', key: { key: list.before } };
  }
}
