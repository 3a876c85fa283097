import { expect, test } from 'vitest';
import type { Json } from '#domain/json.ts';
import { dataPointsOf } from './data-points.ts';

const minute = (n: number) => Date.parse('2026-11-20T08:00:00Z') + n * 60_000;
const written = (n: number) => new Date(minute(n)).toISOString().replace('Z', '+0000');
const alarm = (state: Json, previousState?: Json) => ({
  detail: {
    state: { reasonData: JSON.stringify(state) },
    ...(previousState === undefined ? {} : { previousState: { reasonData: JSON.stringify(previousState) } }),
  },
});

test('recent data points follow each other from the start, one a period', () => {
  expect(dataPointsOf(alarm({ startDate: written(0), period: 60, recentDatapoints: [1, 2.5, 4] }))).toEqual([
    [minute(0), 1],
    [minute(1), 2.5],
    [minute(2), 4],
  ]);
});

test('a data point with a time of its own wins over one whose time is computed; one without a value is none', () => {
  const evaluatedDatapoints = [{ timestamp: written(2) }, { timestamp: written(1), value: 7 }];
  expect(dataPointsOf(alarm({ startDate: written(0), period: 60, recentDatapoints: [1, 2], evaluatedDatapoints }))).toEqual([
    [minute(0), 1],
    [minute(1), 7],
  ]);
});

test('those of the state before are the past of those now', () => {
  const before = { evaluatedDatapoints: [{ timestamp: written(-5), value: 1 }] };
  const now = { evaluatedDatapoints: [{ timestamp: written(0), value: 9 }] };
  expect(dataPointsOf(alarm(now, before))).toEqual([
    [minute(-5), 1],
    [minute(0), 9],
  ]);
});

test('of very many only the newest are kept', () => {
  const points = dataPointsOf(alarm({ startDate: written(0), period: 60, recentDatapoints: Array.from({ length: 500 }, (_, n) => n) }));
  expect([points.length, points.at(-1)]).toEqual([64, [minute(499), 499]]);
});

test('what is no data gives none', () => {
  expect(dataPointsOf({})).toEqual([]);
  expect(dataPointsOf({ detail: { state: { reasonData: 'not JSON' } } })).toEqual([]);
  expect(dataPointsOf(alarm({ startDate: 'never', period: 60, recentDatapoints: [1] }))).toEqual([]);
  expect(dataPointsOf(alarm({ recentDatapoints: 'many' }))).toEqual([]);
});
