import { expect, test } from 'vitest';
import type { IncidentSummary } from '#entry/views/incident-view.ts';
import { incidentList, questionList } from './incident-list.ts';

const now = Date.parse('2026-11-20T04:00:00Z');
const summary: IncidentSummary = {
  id: 'inc-01k9zzzzzzzzzzzzzzzzzzzzzz',
  version: 3,
  stage: 'approval',
  waiting: true,
  title: 'The public access block of a bucket was changed or removed',
  class: 'violation',
  severity: 'high',
  score: 0.45,
  resource: 'harbor-coffee-customer-exports-of-the-year-2026',
  type: 'AWS::S3::Bucket',
  arn: null,
  account: '123456789012',
  region: 'us-east-1',
  openedAt: '2026-11-20T03:57:00.000Z',
  receivedAt: '2026-11-20T03:57:00.000Z',
  closedAt: null,
  expiresAt: null,
  wants: null,
  yes: [],
  why: 'its environment is production',
  wrong: null,
  actor: null,
  verdict: 'ask',
  mode: 'autopilot',
  action: null,
  did: [],
  ms: null,
  repeats: 0,
};
const screen = (width: number, whole = false) => ({ width, whole, paint: (_: string, text: string) => text });

test('incidents fit the screen, and a program gets their names whole, to search in them', () => {
  expect(incidentList([summary], now, screen(80)).split('\n')[1]).toMatch(/^inc-01k9z+ {2}asks you {2}harbor-\S+…\S+2026 +3 min$/);
  expect(incidentList([summary], now, screen(80, true))).toContain(summary.resource);
  expect(incidentList([summary], now, screen(180))).toContain(summary.title);
});

test('on a narrow screen an incident takes two lines', () => {
  expect(incidentList([summary], now, screen(60))).toBe(`${summary.id}  asks you\n  ${summary.resource}, 3 min ago`);
});

test('questions are listed with the command that shows them, and many of them in short', () => {
  expect(questionList([], 'selfheal')).toEqual([]);
  expect(questionList([summary], 'selfheal')).toEqual(['', 'One waits for your answer:', `  selfheal show ${summary.id}`]);
  const many = questionList(
    Array.from({ length: 300 }, () => summary),
    'selfheal',
  );
  expect(many).toHaveLength(8);
  expect([many[1], many.at(-1)]).toEqual(['300 wait for your answer:', '  and the others: selfheal incidents --place approval']);
});
