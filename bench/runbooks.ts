import { openCatalogue } from '#catalogue/catalogue.ts';
import { Policy } from '#config/policy.ts';
import { newQuestions, runbookQuestions } from '#testkit/runbook-questions.ts';
import { knowledgeOf } from '#worlds/knowledge-of.ts';

/** What our runbooks cost: `node --disable-warning=ExperimentalWarning --expose-gc bench/runbooks.ts`. */
const actions = await (await openCatalogue()).actions();
const heldBytes = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};
const timed = async <T>(work: () => Promise<T>): Promise<readonly [T, number]> => {
  const from = performance.now();
  return [await work(), performance.now() - from];
};
const round = (value: number): number => Math.round(value * 100) / 100;

const knowledge = knowledgeOf({ policyFile: 'selfheal.yaml', policy: () => Policy.parse({}), actions });
const empty = heldBytes();
const [runbooks, loadMs] = await timed(() => knowledge.runbooks());
const loaded = heldBytes();
const [, indexMs] = await timed(() => knowledge.search('disk full', { limit: 5 }));
const indexed = heldBytes();
const [, againMs] = await timed(() => knowledge.runbooks());
const times: number[] = [];
for (let round = 0; round < 5; round += 1)
  for (const [query] of [...runbookQuestions, ...newQuestions]) times.push((await timed(() => knowledge.search(query, { limit: 5 })))[1]);
times.sort((one, other) => one - other);
const at = (share: number): number => round(times[Math.floor(times.length * share)] ?? 0);

process.stdout.write(
  `${JSON.stringify({
    runbooks: runbooks.length,
    sections: runbooks.reduce((sum, { sections }) => sum + sections.length, 0),
    loadMs: round(loadMs),
    indexMs: round(indexMs),
    againMs: round(againMs),
    searches: times.length,
    searchP50Ms: at(0.5),
    searchP95Ms: at(0.95),
    runbooksMb: globalThis.gc === undefined ? null : round((loaded - empty) / 1e6),
    indexMb: globalThis.gc === undefined ? null : round((indexed - loaded) / 1e6),
  })}\n`,
);
