import { expect, test } from 'vitest';
import { evidenceLines, gapLines } from './evidence-lines.ts';

test('each item is told with the id that claims cite, where it was read and of when it speaks; what is missing says why', () => {
  const at = Date.parse('2026-11-20T03:00:00Z');
  const [event, calls] = evidenceLines({
    evidence: [
      { id: 'e1', what: 's3:DeleteBucketPublicAccessBlock on media (attested), event 7d0f', source: 'blob 47d5', at, kind: 'event' },
      { id: 'e2', what: 'alice made 3 other calls', source: 'cloudtrail LookupEvents', at, kind: 'actor-calls', blob: 'b', cut: true },
    ],
  });
  expect(event).toMatch(
    /^e1 event: s3:DeleteBucketPublicAccessBlock on media \(attested\), event 7d0f \(the event, 2026-11-20 03:00:00.*\)$/,
  );
  expect(calls).toMatch(/^e2 actor-calls: alice made 3 other calls \(cloudtrail LookupEvents, .*, shortened\)$/);
  expect(gapLines({ gaps: [{ kind: 'health', source: 'health DescribeEvents', because: 'AWS refused it' }] })).toEqual([
    'health: AWS refused it (health DescribeEvents)',
  ]);
  expect(gapLines({})).toEqual([]);
});
