import { describe, expect, it } from 'vitest';
import type { Json } from '#domain/json.ts';
import { compile } from './compile.ts';

const cases: readonly (readonly [pattern: Json, event: Json, why: string])[] = [
  [{ source: ['aws.s3'] }, { source: 'aws.ec2' }, 'source has no value that is asked for'],
  [{ source: ['aws.s3'], detail: { error: ['x'] } }, { source: 'aws.s3' }, 'detail.error is not in the event'],
  [{ error: [{ exists: false }] }, { error: 'x' }, 'error is in the event, with a value that is not asked for'],
  [
    { tags: { key: ['env'], value: ['prod'] } },
    {
      tags: [
        { key: 'env', value: 'dev' },
        { key: 'team', value: 'prod' },
      ],
    },
    'every field matches, but not within the same element of an array',
  ],
  [
    { $or: [{ a: [1] }, { b: [1] }] },
    { a: 2 },
    'none of the 2 combinations of $or matches: (1) a has no value that is asked for; (2) b is not in the event',
  ],
  [{ a: [1] }, [1], 'the event is not an object'],
];

describe('explainMismatch', () => {
  it.each(cases)('says why %j does not match %j', (pattern, event, why) => {
    const compiled = compile(pattern);
    expect([compiled.matches(event), compiled.whyNot(event)]).toEqual([false, why]);
  });
});
