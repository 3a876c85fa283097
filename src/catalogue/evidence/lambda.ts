import { atOf, metricsOf, neighbours, type SurroundingsOf, tailOf } from './define-surroundings.ts';

/** A function: its role, its network, its versions, its log. */
export const lambdaFunction: SurroundingsOf = {
  metrics: ({ id }) =>
    metricsOf('AWS/Lambda', { FunctionName: id }, ['Errors Sum', 'Invocations Sum', 'Throttles Sum', 'Duration Maximum']),
  logGroups: ({ id }) => [`/aws/lambda/${id}`],
  reads: [
    { service: 'lambda', operation: 'getFunctionConfiguration' },
    { service: 'lambda', operation: 'listVersionsByFunction' },
  ],
  async look(peek, { id }) {
    const [now, versions] = await Promise.all([
      peek('lambda', 'getFunctionConfiguration', { FunctionName: id }),
      // Without its versions it is told without them.
      peek('lambda', 'listVersionsByFunction', { FunctionName: id, MaxItems: 50 }).catch(() => ({ Versions: [] })),
    ]);
    const changed = atOf(now.LastModified);
    const numbered = (versions.Versions ?? []).filter(({ Version }) => Version !== '$LATEST').toReversed();
    return {
      neighbours: [
        ...neighbours(
          'AWS::IAM::Role',
          'its role',
          [now.Role].map((arn) => arn && tailOf(arn)),
        ),
        ...neighbours('AWS::EC2::SecurityGroup', 'guards it', now.VpcConfig?.SecurityGroupIds ?? []),
        ...neighbours(
          'AWS::KMS::Key',
          'encrypts its environment',
          [now.KMSKeyArn].map((arn) => arn && tailOf(arn)),
        ),
        ...neighbours(
          'AWS::SQS::Queue',
          'takes what it fails on',
          [now.DeadLetterConfig?.TargetArn].map((arn) => arn && tailOf(arn)),
        ),
      ],
      deployments: [
        ...(changed === undefined ? [] : [{ at: changed, what: `its code or configuration was last changed (${now.Runtime ?? 'image'})` }]),
        ...numbered.slice(0, 3).map((version) => ({ at: atOf(version.LastModified), what: `version ${version.Version} was published` })),
      ],
      logGroups: now.LoggingConfig?.LogGroup === undefined ? [] : [now.LoggingConfig.LogGroup],
      notes: [
        {
          state: now.State ?? 'unknown',
          ...(now.StateReason === undefined ? {} : { reason: now.StateReason }),
          ...(now.LastUpdateStatusReason === undefined ? {} : { lastUpdate: now.LastUpdateStatusReason }),
          memoryMb: now.MemorySize ?? 0,
          timeoutSeconds: now.Timeout ?? 0,
        },
      ],
    };
  },
};
