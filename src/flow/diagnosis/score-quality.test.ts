import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openScorer, type Scored } from '../../../scripts/judge-data.ts';
import { auc, f1, thresholdAt } from '../../../scripts/judge-measures.ts';
import { movedWeights, under } from '../../../scripts/judge-weights.ts';

/** Events that others labelled; they are not ours to ship, so these tests skip, and say so, where they do not lie beside the repository. */
const present = existsSync(fileURLToPath(new URL('../../../../shared/data/panther_events.jsonl', import.meta.url)));
const scoresOf = (rows: readonly Scored[]): number[] => rows.map(({ score }) => score);
const patience = 60_000;

describe.skipIf(!present)('on events of others (skipped where shared/data is absent)', async () => {
  const score = await openScorer();
  const scored = async (file: string, at: string, label: string, mode: 'alone' | 'in order' = 'alone'): Promise<readonly Scored[]> =>
    (await score(file, (row) => ({ event: row[at], label: String(row[label]), name: '' }), mode)) ?? [];

  test(
    'alerts score above normal events',
    async () => {
      const rows = await scored('panther_events.jsonl', 'log', 'label');
      const of = (label: string): number[] => scoresOf(rows.filter((row) => row.label === label));
      expect(auc(of('alert'), of('normal'))).toBeGreaterThanOrEqual(0.92);
    },
    patience,
  );

  test(
    'where 1 % of ordinary events are flagged, most attack techniques are caught, also when every weight is moved by up to a third',
    async () => {
      const benign = await scored('invictus_benign.jsonl.gz', 'event', 'src', 'in order');
      const attacks = await scored('stratus.jsonl', 'event', 'technique');
      const techniques = [...Map.groupBy(attacks, ({ label }) => label).values()];
      const caught = (score: (row: Scored) => number): number => {
        const threshold = thresholdAt(benign.map(score), 0.01);
        return techniques.filter((rows) => rows.some((row) => score(row) >= threshold)).length;
      };
      expect(caught((row) => row.score)).toBeGreaterThanOrEqual(8);
      const moved = movedWeights([...benign, ...attacks], 40).map((factors) => caught((row) => under(row, factors)));
      expect(moved.filter((each) => each >= 8).length).toBeGreaterThanOrEqual(34);
    },
    patience,
  );

  test(
    'operational events are failures where AWS states one',
    async () => {
      const rows = await scored('class3_ops.jsonl', 'event', 'label');
      const count = (label: string, failure: boolean): number =>
        rows.filter((row) => row.label === label && (row.class === 'failure') === failure).length;
      expect(f1({ hit: count('FAILURE', true), wrong: count('NORMAL', true), missed: count('FAILURE', false) })).toBeGreaterThanOrEqual(
        0.95,
      );
    },
    patience,
  );
});
