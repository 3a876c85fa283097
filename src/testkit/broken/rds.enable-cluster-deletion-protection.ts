import { clusterVariants } from './databases.ts';
import type { Absent, Variant } from './variant.ts';

export const variants: readonly Variant[] = clusterVariants('DeletionProtection');

export const absent: Absent = { id: 'nothing' };
