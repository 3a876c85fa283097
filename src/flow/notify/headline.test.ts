import { expect, test } from 'vitest';
import { Policy } from '#config/policy.ts';
import { endNames, type IncidentDocument, stageNames } from '#domain/incident.ts';
import { stories } from '#testkit/told-stories.ts';
import { headlineOf, toneOf } from './headline.ts';
import { noticeKindOf } from './notice-kind.ts';

const { incident, ledger } = stories.asked;
const [, , , asked = ledger[0]] = ledger;
if (asked === undefined) throw new Error('the story has a question');
const { bands } = Policy.parse({});
const wantedAt = (stage: IncidentDocument['stage'], more: Partial<IncidentDocument> = {}): string =>
  headlineOf({ ...incident, stage, ...more }, 'moved', asked, false).split(' — ')[1] ?? '';

test.each([...stageNames, ...endNames])('a headline says what is wanted of an incident that is %s, in one short line', (stage) => {
  const long = {
    ...incident,
    stage,
    title: 'x'.repeat(300),
    resource: { ...incident.resource, id: 'y'.repeat(300) },
    why: 'z\n'.repeat(300),
  };
  for (const kind of ['moved', 'page'] as const) {
    const line = headlineOf(long, kind, asked, true);
    expect(line.length).toBeLessThanOrEqual(150);
    expect(line).toMatch(kind === 'page' ? /^\[sandbox\] x+…: y+…y+ — needs you now: \S/ : / — \S/);
  }
});

test('the words fit what happened', () => {
  expect(wantedAt('approval')).toBe('approve or reject by 04:07 UTC');
  expect(wantedAt('approval', { due: undefined })).toBe('approve or reject');
  expect(wantedAt('healed', stories.healed.incident)).toBe('healed in 97 s, nothing to do');
  expect(wantedAt('rejected', { answer: stories.healed.incident.answer })).toBe('rejected by dave, nothing was written');
  expect(headlineOf(incident, 'asked', { ...asked, again: 'it expires soon' }, false)).toContain('still open: approve or reject by');
  expect([toneOf(incident, 'asked'), toneOf(incident, 'page'), toneOf(stories.healed.incident, 'ended')]).toEqual(['asks', 'page', 'good']);
});

test('what pages is what is grave, what nobody answered and what Selfheal gave up; an entry that says so itself is believed', () => {
  const kind = (entry: object, score = 0.2) =>
    noticeKindOf(
      { ...asked, ...entry },
      { ...incident, class: 'tampering', diagnosis: { ...incident.diagnosis!, class: 'tampering', score } },
      bands,
    );
  expect([kind({}), kind({}, 0.69), kind({}, 0.7), kind({ page: false }, 0.9)]).toEqual(['asked', 'asked', 'page', 'asked']);
  const ended = (end: string, more: object = {}) => kind({ kind: 'ended', end, ...more });
  expect([ended('escalated'), ended('expired'), ended('expired', { page: false }), ended('healed'), ended('logged')]).toEqual([
    'page',
    'page',
    'ended',
    'ended',
    'left',
  ]);
  expect([
    kind({ kind: 'moved', to: 'snapshot' }),
    kind({ kind: 'moved', to: 'healed' }),
    kind({ kind: 'repeated' }),
    kind({ kind: 'notified' }),
  ]).toEqual(['moved', undefined, undefined, undefined]);
});
