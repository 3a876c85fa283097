import type { Diagnosis } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Catalogue } from '#ports/catalogue.ts';
import type { Findings } from './findings.ts';

type Candidates = NonNullable<Diagnosis['candidates']>;

/** The detection's own action first, then every action of this type of resource that names one of the signal's findings in its `heals`. */
export async function candidatesByName(
  { action, resource, signal }: IncidentDocument,
  { sight }: Findings,
  catalogue: Catalogue,
): Promise<Candidates> {
  const own = action === undefined ? [] : [{ action: action.id, why: sight?.seen === 'wrong' ? sight.wrong : 'the detection names it' }];
  const controls = signal.controls ?? [];
  const named =
    controls.length === 0
      ? []
      : (await catalogue.actions())
          .filter(({ id, resource: type }) => id !== action?.id && type === resource.type)
          .flatMap(({ id, heals }) => {
            const heard = controls.find((control) => heals.includes(control));
            return heard === undefined ? [] : [{ action: id, why: `it heals ${heard}` }];
          });
  return [...own, ...named].map((candidate, index) => ({ id: `c${index + 1}`, ...candidate }));
}
