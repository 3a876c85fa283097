import { describe, expect, test } from 'vitest';
import { HealError } from '#domain/heal-error.ts';
import { closedBlock } from '#testkit/bucket-world.ts';
import { type Case, heal, publicBucket, theOnly, theTruth, twoSettings, written } from '#testkit/survival-cases.ts';

type Fault = { readonly error: HealError; readonly when: 'before' | 'after' };

/** What AWS and the way to it can do to a call; `unknown` where nobody can tell whether it arrived. */
const faults: Readonly<Record<string, Fault>> = {
  throttled: { error: new HealError('throttled', 'slow down', { retry: 'later', details: { arrived: 'no' } }), when: 'before' },
  denied: { error: new HealError('access-denied', 'not allowed', { details: { arrived: 'no' } }), when: 'before' },
  'timed out without effect': lost('aws-unreachable', 'later', 'before'),
  'timed out after the effect': lost('aws-unreachable', 'later', 'after'),
  'cut before it arrived': lost('aws-unreachable', 'later', 'before'),
  'cut after it arrived': lost('aws-unreachable', 'later', 'after'),
  'a server error without effect': lost('aws-error', 'now', 'before'),
  'a server error after the effect': lost('aws-error', 'now', 'after'),
};

function lost(code: 'aws-unreachable' | 'aws-error', retry: 'now' | 'later', when: Fault['when']): Fault {
  return { error: new HealError(code, 'no answer', { retry, details: { arrived: 'unknown' } }), when };
}

async function callsOf(make: () => Case): Promise<number> {
  const given = make();
  await heal(given);
  const { reads, writes } = given.cloud.counts();
  return reads + writes;
}

/** One fault at the nth call, for as many calls as `times`. */
async function healWith(make: () => Case, fault: Fault, skip: number, times = 1) {
  const given = make();
  given.cloud.fail({ service: '*', operation: '*', ...fault, skip, times });
  await heal(given);
  const incident = await theOnly(given);
  // After a day without AWS no event of a write is expected any more.
  return { given, incident: incident.stage === 'approval' ? incident : await theTruth(given, { echoes: times === 1 }) };
}

describe.each(Object.entries(faults))('AWS: %s', (name, fault) => {
  test('at any one call: it is healed, or given to a person with the truth', async () => {
    for (let skip = 0; skip < (await callsOf(publicBucket)); skip++) {
      const { given, incident } = await healWith(publicBucket, fault, skip);
      const closed = JSON.stringify(given.state()) === JSON.stringify(closedBlock);
      expect([skip, written(given).length]).toEqual([skip, closed ? 1 : 0]);
      if (incident.stage === 'healed') expect(closed).toBe(true);
      else {
        // Only a refusal, which waiting does not change, is a person's; one that keeps us from the tags is a question.
        expect([skip, name]).toEqual([skip, 'denied']);
        expect(incident.why).toMatch(incident.stage === 'approval' ? /its tags could not be read: not allowed/ : /not allowed/);
        expect(['approval', 'escalated']).toContain(incident.stage);
      }
    }
  });

  test('at any one call of a plan of two: nothing is half done and untold', async () => {
    for (let skip = 0; skip < (await callsOf(twoSettings)); skip++) {
      const { given, incident } = await healWith(twoSettings, fault, skip);
      const settings = given.state();
      if (incident.stage === 'healed') expect(settings).toEqual({ versioned: true, fast: true });
      else {
        expect([skip, name]).toEqual([skip, 'denied']);
        expect(['escalated', 'rolled-back']).toContain(incident.stage);
        if (incident.stage === 'rolled-back') expect(settings).toEqual({ versioned: false, fast: false });
      }
    }
  });
});

describe.each(['throttled', 'denied', 'cut after it arrived', 'a server error after the effect'])('AWS, for good: %s', (name) => {
  test('from some call on: a person is told what is there', async () => {
    const fault = faults[name];
    if (fault === undefined) throw new Error(name);
    for (let skip = 0; skip < (await callsOf(publicBucket)); skip += 3) {
      const { given, incident } = await healWith(publicBucket, fault, skip, Number.POSITIVE_INFINITY);
      expect([skip, name, incident.stage]).toEqual([skip, name, incident.stage === 'approval' ? incident.stage : 'escalated']);
      const told = incident.sent.filter(({ outcome }) => outcome !== 'refused');
      expect([skip, told.length > 0]).toEqual([skip, written(given).length > 0]);
    }
  });
});
