import { metricsOf, neighbours, type SurroundingsOf, tailOf } from './define-surroundings.ts';

const logsOf = (kind: 'instance' | 'cluster', id: string): readonly string[] =>
  ['error', 'postgresql'].map((log) => `/aws/rds/${kind}/${id}/${log}`);

/** A database: who may reach it, its cluster, its keys. AWS Config knows it by an id that only RDS tells. */
export const dbInstance: SurroundingsOf = {
  metrics: ({ id }) =>
    metricsOf('AWS/RDS', { DBInstanceIdentifier: id }, [
      'CPUUtilization Average',
      'FreeStorageSpace Minimum',
      'DatabaseConnections Maximum',
    ]),
  logGroups: ({ id }) => logsOf('instance', id),
  configId: () => undefined,
  reads: [{ service: 'rds', operation: 'describeDBInstances' }],
  async look(peek, { id }) {
    const [found] = (await peek('rds', 'describeDBInstances', { DBInstanceIdentifier: id })).DBInstances ?? [];
    if (found === undefined) return {};
    return {
      neighbours: [
        ...neighbours('AWS::EC2::SecurityGroup', 'guards it', found.VpcSecurityGroups?.map((each) => each.VpcSecurityGroupId) ?? []),
        ...neighbours('AWS::RDS::DBCluster', 'its cluster', [found.DBClusterIdentifier]),
        ...neighbours(
          'AWS::KMS::Key',
          'encrypts it',
          [found.KmsKeyId].map((arn) => arn && tailOf(arn)),
        ),
        ...neighbours(
          'AWS::RDS::DBParameterGroup',
          'its settings',
          found.DBParameterGroups?.map((each) => each.DBParameterGroupName) ?? [],
        ),
      ],
      notes: [
        {
          status: found.DBInstanceStatus ?? 'unknown',
          engine: `${found.Engine ?? 'unknown'} ${found.EngineVersion ?? ''}`.trim(),
          storageGb: found.AllocatedStorage ?? 0,
          multiAz: found.MultiAZ ?? false,
        },
      ],
    };
  },
};

/** A cluster of databases. */
export const dbCluster: SurroundingsOf = {
  metrics: ({ id }) => metricsOf('AWS/RDS', { DBClusterIdentifier: id }, ['CPUUtilization Average', 'DatabaseConnections Maximum']),
  logGroups: ({ id }) => logsOf('cluster', id),
  configId: () => undefined,
  reads: [],
};
