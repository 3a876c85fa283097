import type { FilePart } from '#adapters/files/documents.ts';
import type { ErrorDocument } from '#domain/heal-error.ts';
import type { Tally } from '#flow/replay/tally.ts';

/** A file, or a part of one, that a worker is to judge; its number is its place in the order of names. */
export interface FileJob {
  readonly number: number;
  readonly file: string;
  readonly part?: FilePart | undefined;
}

/** What a worker tells: that it is ready, that events are done, that a file is done, or why it cannot go on. */
export type WorkerNews =
  | { readonly news: 'ready' }
  | { readonly news: 'progress'; readonly events: number }
  | { readonly news: 'done'; readonly number: number; readonly tally: Tally }
  | { readonly news: 'failed'; readonly error: ErrorDocument };
