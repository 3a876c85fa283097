import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of sts. */
export const sts: IamTable<'sts'> = {
  /** AWS lets everyone ask who they are; no policy can allow or deny it. */
  getCallerIdentity: [],
};
