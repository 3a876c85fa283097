import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of codebuild. */
export const codebuild: IamTable<'codebuild'> = {
  batchGetProjects: ['codebuild:BatchGetProjects'],
  listProjects: ['codebuild:ListProjects'],
  updateProject: ['codebuild:UpdateProject'],
};
