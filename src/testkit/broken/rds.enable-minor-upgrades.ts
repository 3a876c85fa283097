import { instanceVariants } from './databases.ts';
import type { Absent, Variant } from './variant.ts';

export const variants: readonly Variant[] = instanceVariants('AutoMinorVersionUpgrade', true);

export const absent: Absent = { id: 'nothing' };
