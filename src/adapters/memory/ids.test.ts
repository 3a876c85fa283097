import { describe, expect, it } from 'vitest';
import { IncidentDocument } from '#domain/incident.ts';
import { openingCommit } from '#testkit/commits.ts';
import { countingIds, randomIds } from './ids.ts';

const now = 1_795_000_000_000;

describe.each([
  { name: 'random ids', make: () => randomIds },
  { name: 'counting ids', make: countingIds },
])('$name', ({ make }) => {
  it('fit the document of an incident: 30 characters, lower case', () => {
    const id = make().incident(now);
    expect(id).toHaveLength(30);
    expect(IncidentDocument.parse({ ...openingCommit(1).incident, id }).id).toBe(id);
  });

  it('of incidents sort as they were made, also within a millisecond', () => {
    const ids = make();
    const made = [...Array.from({ length: 500 }, () => ids.incident(now)), ids.incident(now + 1)];
    expect(new Set(made).size).toBe(501);
    expect(made.toSorted()).toEqual(made);
  });

  it('are never twice the same', () => {
    const ids = make();
    const made = Array.from({ length: 5000 }, () => ids.short());
    expect(new Set(made).size).toBe(5000);
    for (const id of made) expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{16}$/);
  });
});

it('counting ids are the same in every run', () => {
  const [one, other] = [countingIds(), countingIds()];
  expect([one.incident(now), one.short(), one.short()]).toEqual([other.incident(now), other.short(), other.short()]);
});
