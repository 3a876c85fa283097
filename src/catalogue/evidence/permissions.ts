import { iamActions } from '#catalogue/iam/actions.ts';
import { collectors } from '#flow/diagnosis/evidence/collectors.ts';
import type { CollectedKind } from '#flow/diagnosis/evidence/define-collector.ts';
import { surroundings } from './surroundings.ts';

/** Kinds that are made of what the catalogue's looks read. */
const madeOfLooks: readonly CollectedKind[] = ['changes', 'dependencies', 'logs'];

/** IAM actions that collecting evidence needs; each may be left out, which makes a gap. */
export function evidencePermissions({
  seconds,
  without,
}: {
  readonly seconds?: number | undefined;
  readonly without: readonly CollectedKind[];
}): readonly string[] {
  if (seconds === 0) return [];
  const wanted = (kind: CollectedKind): boolean => !without.includes(kind);
  const reads = [
    ...collectors.filter(({ kind }) => wanted(kind)).flatMap((collector) => collector.reads),
    ...(madeOfLooks.some(wanted) ? Object.values(surroundings).flatMap((each) => each.reads) : []),
  ];
  return [...new Set(reads.flatMap((call) => iamActions(call)))].toSorted();
}
