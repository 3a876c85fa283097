import { z } from 'zod';
import { HealError } from '#domain/heal-error.ts';
import type { Listing } from '#ports/store.ts';

/** Where a page ended: the time it is sorted by and the incident's id. */
export interface Position {
  readonly at: number;
  readonly id: string;
}

const Cursor = z.tuple([z.enum(['opened', 'place', 'resource', 'due']), z.int(), z.string()]);

/** A position as text that callers pass back unread. */
export const writeCursor = (by: Listing['by'], { at, id }: Position): string =>
  Buffer.from(JSON.stringify([by, at, id])).toString('base64url');

/** The position behind a cursor. Throws HealError `bad-input` when it is not one of this listing. */
export function readCursor(by: Listing['by'], cursor: string): Position {
  const parsed = Cursor.safeParse(decoded(cursor));
  if (parsed.success && parsed.data[0] === by) return { at: parsed.data[1], id: parsed.data[2] };
  throw new HealError('bad-input', `The cursor does not belong to the listing by ${by}; start again without a cursor.`);
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** The size of a page as a whole number from 1. Throws HealError `bad-input`. */
export function pageSize(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new HealError('bad-input', `A page of ${limit} incidents is not possible; ask for 1 or more.`);
}
