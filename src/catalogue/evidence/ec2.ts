import { atOf, metricsOf, neighbours, type SurroundingsOf, tailOf } from './define-surroundings.ts';

/** An instance: what guards it, what it runs as, when it was launched. */
export const instance: SurroundingsOf = {
  metrics: ({ id }) =>
    metricsOf('AWS/EC2', { InstanceId: id }, ['CPUUtilization Average', 'StatusCheckFailed Maximum', 'NetworkOut Average']),
  reads: [{ service: 'ec2', operation: 'describeInstances' }],
  async look(peek, { id }) {
    const { Reservations: reservations = [] } = await peek('ec2', 'describeInstances', { InstanceIds: [id] });
    const [found] = reservations.flatMap(({ Instances: instances = [] }) => instances);
    if (found === undefined) return {};
    const group = found.Tags?.find(({ Key }) => Key === 'aws:autoscaling:groupName')?.Value;
    const launched = atOf(found.LaunchTime);
    return {
      neighbours: [
        ...neighbours('AWS::EC2::SecurityGroup', 'guards it', found.SecurityGroups?.map(({ GroupId }) => GroupId) ?? []),
        ...neighbours(
          'AWS::IAM::InstanceProfile',
          'what it runs as',
          [found.IamInstanceProfile?.Arn].map((arn) => arn && tailOf(arn)),
        ),
        ...neighbours('AWS::AutoScaling::AutoScalingGroup', 'starts and ends it', [group]),
        ...neighbours('AWS::EC2::Subnet', 'where it is', [found.SubnetId]),
        ...neighbours('AWS::EC2::Volume', 'its disk', found.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.VolumeId) ?? []),
      ],
      deployments: launched === undefined ? [] : [{ at: launched, what: `it was launched from ${found.ImageId ?? 'an unknown image'}` }],
      notes: [
        {
          state: found.State?.Name ?? 'unknown',
          ...(found.StateTransitionReason ? { reason: found.StateTransitionReason } : {}),
          type: found.InstanceType ?? 'unknown',
        },
      ],
    };
  },
};

/** A security group: what stands behind it, and so who is exposed. */
export const securityGroup: SurroundingsOf = {
  reads: [{ service: 'ec2', operation: 'describeNetworkInterfaces' }],
  async look(peek, { id }) {
    const { NetworkInterfaces: interfaces = [], NextToken: more } = await peek('ec2', 'describeNetworkInterfaces', {
      Filters: [{ Name: 'group-id', Values: [id] }],
      MaxResults: 50,
    });
    const open = interfaces.filter(({ Association }) => Association?.PublicIp !== undefined).length;
    return {
      neighbours: [
        ...neighbours(
          'AWS::EC2::Instance',
          'it guards',
          interfaces.map(({ Attachment }) => Attachment?.InstanceId),
        ),
        ...neighbours(
          'AWS::EC2::VPC',
          'where it is',
          interfaces.slice(0, 1).map(({ VpcId }) => VpcId),
        ),
      ],
      notes: [{ networkInterfaces: interfaces.length, more: more !== undefined, withPublicAddress: open }],
    };
  },
};
