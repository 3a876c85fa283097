import { subjectOf } from '#flow/decision/case-of.ts';
import { ratesFor, talliesOf, usedUpText } from '#flow/decision/rates.ts';
import type { Journal } from '#flow/journal.ts';
import type { Incident } from '#flow/lifecycle.ts';
import type { Tools } from '#flow/tools.ts';
import type { Claim } from '#ports/store.ts';

/** Counts an incident that is about to write, once, in all of its rates or in none. When one has no room: why it is asked about, and its resource is free again. A person's yes is counted and never refused. */
export async function countWrite(
  { plan, approval }: Pick<Incident<'snapshot'>, 'plan' | 'approval'>,
  journal: Journal,
  resource: Claim,
  { clock, policy }: Pick<Tools, 'clock' | 'policy'>,
): Promise<string | undefined> {
  const { incident } = journal;
  const { generation } = incident;
  if (incident.counted === generation) return undefined;
  const now = clock.now();
  const loaded = policy();
  const byPerson = approval.channel !== 'policy';
  const rates = ratesFor(subjectOf(incident, plan.action, loaded.policy, now), loaded);
  const tallies = rates.map((rate) => talliesOf(rate, now, { byPerson }));
  const over = await journal.count({ patch: { counted: generation }, notes: [], tally: tallies.flat() });
  const full = rates[tallies.findIndex((windows) => windows.some(({ key }) => key === over))];
  if (over === undefined || full === undefined) return undefined;
  await journal.record({ patch: { usedUp: { rate: full.id, limit: full.limit, generation } }, notes: [], drop: [resource] });
  return `${full.rule}: ${usedUpText(full)}`;
}
