import type { Reason } from '#domain/facts.ts';
import { asHealError } from '#domain/heal-error.ts';
import type { Knowledge, Ruling } from '#ports/knowledge.ts';
import { matches, type Subject } from './matches.ts';

/** What the runbooks rule, or why nobody can know. */
export type Rulings = readonly Ruling[] | { readonly unreadable: string };

/** The rulings of all runbooks as they are now. A runbook that cannot be read may forbid what is about to be done, so that counts as an objection. */
export async function rulingsOf(knowledge: Pick<Knowledge, 'runbooks'> | undefined): Promise<Rulings> {
  try {
    return (await knowledge?.runbooks()) ?? [];
  } catch (error) {
    return { unreadable: asHealError(error).message };
  }
}

/** A runbook that applies asks before an action that it forbids, and before any but those that it requires; it never allows anything. */
export function runbookReasons(subject: Subject, rulings: Rulings): Reason[] {
  const { action } = subject;
  if (action === undefined) return [];
  if ('unreadable' in rulings)
    return [{ rule: 'runbooks', verdict: 'ask', because: `what the runbooks forbid cannot be read: ${rulings.unreadable}` }];
  return rulings
    .filter(({ required, forbidden }) => required.length > 0 || forbidden.length > 0)
    .filter(({ appliesTo }) => appliesTo.some((one) => matches(one, subject)))
    .flatMap(({ id, required, forbidden, where }): Reason[] => {
      if (forbidden.includes(action))
        return [{ rule: `runbook ${id}`, verdict: 'ask', because: `the runbook ${id} forbids ${action} here`, where: where.forbidden }];
      if (required.length > 0 && !required.includes(action))
        return [
          {
            rule: `runbook ${id}`,
            verdict: 'ask',
            because: `the runbook ${id} requires ${required.join(' or ')} here`,
            where: where.required,
          },
        ];
      return [];
    });
}
