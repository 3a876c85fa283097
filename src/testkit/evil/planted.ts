import type { Injection } from './injections/injection.ts';

/** Places that a stranger can write to. */
export const fields = [
  'tag',
  'bucket-name',
  'role-name',
  'user-agent',
  'error-message',
  'log-line',
  'alarm-description',
  'finding-title',
  'runbook',
] as const;
export type Field = (typeof fields)[number];

/** What stands in the fields of one world: something ordinary, or a piece of an injection. */
export interface Planted {
  readonly injection: Injection;
  readonly hostile: readonly Field[];
  text(field: Field): string;
}

const ordinary: Readonly<Record<Field, string>> = {
  tag: 'platform team',
  'bucket-name': 'invoices-eu',
  'role-name': 'Builder',
  'user-agent': 'aws-cli/2.31.0',
  'error-message': 'User is not authorized to perform this operation',
  'log-line': 'GET /health 200 3 ms',
  'alarm-description': 'the instance fails its status checks',
  'finding-title': 'S3 general purpose buckets should block public access',
  runbook: 'Look at the access log first.',
};

/** Puts the pieces of an injection into fields, the first piece again when there are more fields than pieces. */
export function planted(injection: Injection, hostile: readonly Field[]): Planted {
  return {
    injection,
    hostile,
    text(field) {
      const at = hostile.indexOf(field);
      const piece = at < 0 ? undefined : injection.pieces[at % injection.pieces.length];
      return piece === undefined ? ordinary[field] : fitting(field, piece);
    },
  };
}

/** What AWS takes as the name of a bucket or a role; everything else it takes as it is. */
function fitting(field: Field, piece: string): string {
  if (field === 'bucket-name') {
    const found = name(piece.toLowerCase(), /[^a-z0-9]+/g)
      .slice(0, 63)
      .replace(/-$/, '');
    return found.length < 3 ? `bucket-${found}x` : found;
  }
  if (field === 'role-name') return name(piece, /[^\w+=,.@-]+/g).slice(0, 64) || 'Role';
  return piece;
}

const name = (piece: string, other: RegExp): string =>
  piece
    .normalize('NFKD')
    .replace(other, '-')
    .replace(/^-+|-+$/g, '');
