import { expect, test } from 'vitest';
import type { LedgerLine } from '#entry/views/incident-view.ts';
import { timeline } from './timeline.ts';

const bare = { width: 80, paint: (_: string, text: string) => text };
const at = Date.parse('2026-11-20T03:00:00.042Z');

test('the ledger is told line by line, with times in UTC, and no line is wider than the screen', () => {
  const ledger: readonly LedgerLine[] = [
    {
      seq: 1,
      at,
      hash: 'a',
      kind: 'opened',
      signal: { title: 's3:DeleteBucketPublicAccessBlock on media' },
      detection: { id: 's3.public-access-block-changed' },
    },
    { seq: 2, at, hash: 'b', kind: 'moved', from: 'diagnosis', to: 'decision', why: 'the bucket has no public access block' },
    { seq: 3, at, hash: 'c', kind: 'intent', call: { service: 's3', operation: 'putPublicAccessBlock' } },
    { seq: 4, at, hash: 'd', kind: 'result', outcome: 'done', requestId: 'R1' },
    { seq: 5, at, hash: 'e', kind: 'answered', by: 'dave', channel: 'cli', answer: 'approve' },
    { seq: 6, at, hash: 'f', kind: 'ended', end: 'healed' },
    { seq: 7, at, hash: 'g', kind: 'asked', why: 'it is production', wants: 'dave', again: 'it expires soon' },
    { seq: 8, at, hash: 'h', kind: 'answered', by: 'al', through: 'ops', channel: 'cli', answer: 'snooze', until: at + 60_000 },
    { seq: 9, at, hash: 'i', kind: 'answered', by: 'dave', channel: 'slack', answer: 'approve', wants: 'grace' },
    { seq: 10, at, hash: 'j', kind: 'answered', by: 'grace', channel: 'email', answer: 'reject', reason: 'on purpose' },
  ];
  expect(timeline(ledger, bare)).toEqual([
    '03:00:00.042  opened    s3:DeleteBucketPublicAccessBlock on media',
    '                        (s3.public-access-block-changed)',
    '03:00:00.042  moved     diagnosis → decision: the bucket has no public access',
    '                        block',
    '03:00:00.042  intent    sends s3:putPublicAccessBlock',
    '03:00:00.042  result    done, request id R1',
    '03:00:00.042  answered  dave (cli): approve',
    '03:00:00.042  ended     healed',
    '03:00:00.042  asked     once more, it expires soon: it is production; takes a',
    '                        yes of dave',
    '03:00:00.042  answered  al, said by ops (cli): snooze until 03:01:00.042',
    '03:00:00.042  answered  dave (slack): approve; it still takes a yes of grace',
    '03:00:00.042  answered  grace (email): reject: on purpose',
  ]);
});
