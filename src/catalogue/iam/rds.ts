import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of rds. */
export const rds: IamTable<'rds'> = {
  describeDBClusterSnapshotAttributes: ['rds:DescribeDBClusterSnapshotAttributes'],
  describeDBClusterSnapshots: ['rds:DescribeDBClusterSnapshots'],
  describeDBClusters: ['rds:DescribeDBClusters'],
  describeDBInstances: ['rds:DescribeDBInstances'],
  describeDBSnapshotAttributes: ['rds:DescribeDBSnapshotAttributes'],
  describeDBSnapshots: ['rds:DescribeDBSnapshots'],
  modifyDBCluster: ['rds:ModifyDBCluster'],
  modifyDBClusterSnapshotAttribute: ['rds:ModifyDBClusterSnapshotAttribute'],
  modifyDBInstance: ['rds:ModifyDBInstance'],
  modifyDBSnapshotAttribute: ['rds:ModifyDBSnapshotAttribute'],
  startDBInstance: ['rds:StartDBInstance'],
  stopDBInstance: ['rds:StopDBInstance'],
};
