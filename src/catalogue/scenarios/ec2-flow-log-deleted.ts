import { defineScenario } from '#catalogue/define-scenario.ts';

export const ec2FlowLogDeleted = defineScenario({
  id: 'ec2-flow-log-deleted',
  title: 'The flow log of a VPC is deleted',
  action: 'ec2.restore-flow-log',
  resource: 'AWS::EC2::FlowLog',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    await hands.do('s3', 'createBucket', { Bucket: name });
    const { Vpc } = await hands.do('ec2', 'createVpc', { CidrBlock: '10.77.0.0/16' });
    const { FlowLogIds = [] } = await hands.do('ec2', 'createFlowLogs', {
      ResourceType: 'VPC',
      ResourceIds: [Vpc?.VpcId ?? ''],
      TrafficType: 'REJECT',
      LogDestinationType: 's3',
      LogDestination: `arn:aws:s3:::${name}`,
    });
    const [id] = FlowLogIds;
    if (id === undefined) throw new Error('the flow log was not made');
    return id;
  },
  break: async (hands, id) => void (await hands.do('ec2', 'deleteFlowLogs', { FlowLogIds: [id] })),
  async expect(hands, id) {
    const { FlowLogs = [] } = await hands.do('ec2', 'describeFlowLogs', {});
    const made = FlowLogs.filter(({ LogDestination }) => LogDestination?.endsWith('drill-ec2-flow-log-deleted'));
    if (made.length !== 1) return `${made.length} flow logs record it now, ${id} was one`;
    return made[0]?.TrafficType === 'REJECT' ? undefined : `it records ${made[0]?.TrafficType} traffic`;
  },
});
