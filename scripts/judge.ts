import type { JsonObject } from '#domain/json.ts';
import { openScorer, type Scored } from './judge-data.ts';
import { scoreExamples } from './judge-examples.ts';
import { auc, aucInterval, f1, folds, quantile, thresholdAt } from './judge-measures.ts';
import { type Factors, movedWeights, under } from './judge-weights.ts';

/**
 * How good the threat score and the class are, on events that others labelled. Nothing is fitted here: weights stand in `src/flow/diagnosis/weights.ts`
 * with their reasons. So beside the plain figures stand those of weights that are moved at random, and of weights that are tuned on one part and
 * measured on the other: where these come out alike, the figures do not hang on the exact weights. Run: `npm run judge`. It always ends with 0.
 */
// Whoever reads only the first lines has read enough.
process.stdout.on('error', () => process.exit(0));
const print = (line = ''): void => void process.stdout.write(`${line}\n`);
const figure = (value: number): string => value.toFixed(3);
const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} % (${part} of ${whole})`;
const scores = (rows: readonly Scored[]): number[] => rows.map(({ score }) => score);

const score = await openScorer();
const text = (row: JsonObject, name: string): string => String(row[name] ?? '');
const panther = await score(
  'panther_events.jsonl',
  (row) => ({ event: row['log'], label: text(row, 'label'), name: text(row, 'id') }),
  'alone',
);
const stratus = await score(
  'stratus.jsonl',
  (row) => ({ event: row['event'], label: text(row, 'technique'), name: text(row, 'technique') }),
  'alone',
);
const benign = await score('invictus_benign.jsonl.gz', (row) => ({ event: row['event'], label: 'normal', name: 'invictus' }), 'in order');
const operations = await score(
  'class3_ops.jsonl',
  (row) => ({ event: row['event'], label: text(row, 'label'), name: text(row, 'id') }),
  'alone',
);
const calls = await score(
  'traildiscover.jsonl',
  (row) => ({ event: row['event'], label: JSON.stringify(row['tactics']), name: 'traildiscover' }),
  'alone',
);

/** 200 sets of weights, each moved by up to a third up or down. */
const moved = movedWeights(
  [panther, stratus, benign].flatMap((rows) => rows ?? []),
  200,
);

const { matches, misses } = await scoreExamples();
print(
  `Calls in our detections' examples: those that match above those that match nothing, AUC ${figure(auc(matches, misses))}, ${matches.length} against ${misses.length}. Ours, and read: no held-out figure.`,
);
if (panther === undefined || stratus === undefined || benign === undefined || operations === undefined || calls === undefined)
  print('Skipped: the folder shared/data is not beside this repository; its events are not ours to ship.');
else {
  const alerts = panther.filter(({ label }) => label === 'alert');
  const normals = panther.filter(({ label }) => label === 'normal');
  const threshold = thresholdAt(scores(benign), 0.01);
  print(
    'userAgent is blanked everywhere. Panther, Stratus and TrailDiscover: each event alone, without history. Invictus: in time order, with habits.\n',
  );
  judgeAlerts(alerts, normals);
  judgeTechniques(stratus, benign, threshold);
  judgeErrors(alerts, normals, benign, threshold);
  judgeClass(operations);
  const deeds = calls.filter(({ label }) => label !== '["TA0007"]');
  const discovery = calls.filter(({ label }) => label === '["TA0007"]');
  print(
    `TrailDiscover: calls of other tactics above discovery calls, AUC ${figure(auc(scores(deeds), scores(discovery)))}; above Invictus ${figure(auc(scores(deeds), scores(benign)))}\n`,
  );
  mostWrong(alerts, normals, threshold);
}

function judgeAlerts(alerts: readonly Scored[], normals: readonly Scored[]): void {
  const [low, high] = aucInterval(scores(alerts), scores(normals));
  print(
    `AUC of alert against normal (Panther): ${figure(auc(scores(alerts), scores(normals)))}, 95 % interval ${figure(low)} to ${figure(high)}, ${alerts.length} against ${normals.length}`,
  );
  const of = (factors: Factors, positives: readonly Scored[], negatives: readonly Scored[]): number =>
    auc(
      positives.map((row) => under(row, factors)),
      negatives.map((row) => under(row, factors)),
    );
  const all = moved.map((factors) => of(factors, alerts, normals));
  print(`  every weight moved by up to a third, 200 times: ${figure(quantile(all, 0.05))} to ${figure(quantile(all, 0.95))} (middle 90 %)`);
  const [alertFolds, normalFolds] = [folds(alerts, 5, 3), folds(normals, 5, 5)];
  const outside = <T>(parts: readonly (readonly T[])[], fold: number): readonly T[] => parts.filter((_, each) => each !== fold).flat();
  const results = alertFolds.map((left, fold) => {
    const leftNormals = normalFolds[fold] ?? [];
    const best = moved.toSorted(
      (one, other) =>
        of(other, outside(alertFolds, fold), outside(normalFolds, fold)) - of(one, outside(alertFolds, fold), outside(normalFolds, fold)),
    )[0];
    return { plain: auc(scores(left), scores(leftNormals)), tuned: best === undefined ? Number.NaN : of(best, left, leftNormals) };
  });
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  print(
    `  5 folds: as written ${results.map(({ plain }) => figure(plain)).join(' ')}, mean ${figure(mean(results.map(({ plain }) => plain)))}`,
  );
  print(
    `  5 folds: the best of the moved weights on four, measured on the fifth: mean ${figure(mean(results.map(({ tuned }) => tuned)))}\n`,
  );
}

function judgeTechniques(stratus: readonly Scored[], benign: readonly Scored[], threshold: number): void {
  const techniques = [...Map.groupBy(stratus, ({ label }) => label)];
  const caughtAt = (limit: number, of: (row: Scored) => number): number =>
    techniques.filter(([, rows]) => rows.some((row) => of(row) >= limit)).length;
  const flagged = benign.filter((row) => row.score >= threshold).length;
  print(`Threshold that flags at most 1 % of Invictus: ${threshold}, it flags ${percent(flagged, benign.length)}`);
  print(`  techniques caught (Stratus): ${caughtAt(threshold, (row) => row.score)} of ${techniques.length}`);
  for (const [name, rows] of techniques) {
    const top = rows.toSorted((one, other) => other.score - one.score)[0];
    if (top !== undefined)
      print(`    ${top.score >= threshold ? 'caught' : 'missed'} ${top.score.toFixed(2)} ${name} by ${String(top.event['eventName'])}`);
  }
  const byMoved = moved.map((factors) =>
    caughtAt(
      thresholdAt(
        benign.map((row) => under(row, factors)),
        0.01,
      ),
      (row) => under(row, factors),
    ),
  );
  print(
    `  every weight moved by up to a third, 200 times: ${quantile(byMoved, 0.05)} to ${quantile(byMoved, 0.95)} caught (middle 90 %), at least 8 in ${percent(byMoved.filter((caught) => caught >= 8).length, byMoved.length)}`,
  );
  const parts = folds(benign, 5, 9);
  const left = parts.map((part, fold) => {
    const limit = thresholdAt(scores(parts.filter((_, each) => each !== fold).flat()), 0.01);
    return { limit, wrong: part.filter((row) => row.score >= limit).length, caught: caughtAt(limit, (row) => row.score) };
  });
  const wrong = left.reduce((sum, each) => sum + each.wrong, 0);
  print(
    `  5 folds: threshold set on four fifths of Invictus (${left.map(({ limit }) => limit).join(' ')}), on the others it flags ${percent(wrong, benign.length)}; caught ${left.map(({ caught }) => caught).join(' ')}`,
  );
  const oneOut = techniques.filter(([name, rows]) => {
    const others = techniques.filter(([other]) => other !== name);
    const best = moved
      .map((factors) => ({
        factors,
        limit: thresholdAt(
          benign.map((row) => under(row, factors)),
          0.01,
        ),
      }))
      .map((each) => ({ ...each, caught: others.filter(([, its]) => its.some((row) => under(row, each.factors) >= each.limit)).length }))
      .toSorted((one, other) => other.caught - one.caught)[0];
    return best !== undefined && rows.some((row) => under(row, best.factors) >= best.limit);
  });
  print(`  leave one technique out: tuned on the other ${techniques.length - 1}, ${oneOut.length} of ${techniques.length} are caught\n`);
}

function judgeErrors(alerts: readonly Scored[], normals: readonly Scored[], benign: readonly Scored[], threshold: number): void {
  const missed = alerts.filter((row) => row.score < threshold).length;
  const wrong = normals.filter((row) => row.score >= threshold).length;
  const alarms = benign.filter((row) => row.score >= threshold).length;
  const right = alerts.length - missed + normals.length - wrong;
  print(
    `At that threshold (Panther): accuracy ${percent(right, alerts.length + normals.length)}; alerts missed ${percent(missed, alerts.length)}; normals flagged ${percent(wrong, normals.length)}; Invictus flagged ${percent(alarms, benign.length)}\n`,
  );
}

function judgeClass(rows: readonly Scored[]): void {
  const said = (label: string, failure: boolean): Scored[] =>
    rows.filter((row) => row.label === label && (row.class === 'failure') === failure);
  const [hit, missed, wrong, rest] = [said('FAILURE', true), said('FAILURE', false), said('NORMAL', true), said('NORMAL', false)];
  print(`Class (operational events): F1 of failure ${figure(f1({ hit: hit.length, wrong: wrong.length, missed: missed.length }))}`);
  print(
    `  FAILURE: ${hit.length} as failure, ${missed.length} as something else. NORMAL: ${rest.length} as something else, ${wrong.length} as failure. The rules have no weights to fit.`,
  );
  for (const row of [...missed, ...wrong])
    print(`    wrong: ${row.name} is ${row.label}, said ${row.class}: ${String(row.event['detail-type'] ?? '')}`);
  print();
}

function mostWrong(alerts: readonly Scored[], normals: readonly Scored[], threshold: number): void {
  const all = [...alerts.map((row) => ({ row, by: threshold - row.score })), ...normals.map((row) => ({ row, by: row.score - threshold }))];
  print('The ten most wrong:');
  for (const { row } of all.toSorted((one, other) => other.by - one.by).slice(0, 10)) {
    print(
      `  ${row.name} ${row.label} scored ${row.score.toFixed(2)}: ${String(row.event['eventSource'] ?? '')} ${String(row.event['eventName'] ?? '')}`,
    );
    for (const { name, weight, why } of row.contributions) print(`      ${weight < 0 ? '' : '+'}${weight} ${name}: ${why}`);
  }
}
