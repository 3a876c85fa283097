import { allGroupsBut, makeGroup } from './groups.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) => allGroupsBut(clients, text(params, 'group'), ['HealthCheckType']);
const back: Variant['break'] = ({ autoscaling }, params) =>
  autoscaling.updateAutoScalingGroup({ AutoScalingGroupName: text(params, 'group'), HealthCheckType: 'EC2' });

async function makeTargets({ elbv2, ec2 }: Clients, Name: string): Promise<string> {
  const { Vpcs = [] } = await ec2.describeVpcs({});
  const { TargetGroups = [] } = await elbv2.createTargetGroup({ Name, Protocol: 'HTTP', Port: 80, VpcId: Vpcs[0]?.VpcId });
  return TargetGroups[0]?.TargetGroupArn ?? '';
}

export const variants: readonly Variant[] = [
  {
    title: 'a group behind a load balancer goes back to looking at EC2 only',
    setUp: async (clients) => ({
      group: await makeGroup(clients, 'web', { TargetGroupARNs: [await makeTargets(clients, 'web')], HealthCheckType: 'ELB' }),
    }),
    break: back,
    neighbours,
  },
  {
    title: 'a group with two target groups does, beside a group without any',
    async setUp(clients) {
      await makeGroup(clients, 'workers');
      const TargetGroupARNs = [await makeTargets(clients, 'blue'), await makeTargets(clients, 'green')];
      return {
        group: await makeGroup(clients, 'api', { TargetGroupARNs, HealthCheckType: 'ELB', DesiredCapacity: 2, HealthCheckGracePeriod: 60 }),
      };
    },
    break: back,
    neighbours,
  },
  {
    title: 'a group is put behind a load balancer, and nobody thinks of its checks',
    setUp: async (clients) => {
      const TargetGroupARNs = [await makeTargets(clients, 'shop')];
      return { group: await makeGroup(clients, 'shop', { TargetGroupARNs, HealthCheckType: 'EC2', MinSize: 0, DesiredCapacity: 0 }) };
    },
    break: async ({ autoscaling }, params) =>
      autoscaling.updateAutoScalingGroup({ AutoScalingGroupName: text(params, 'group'), HealthCheckType: 'EC2' }),
    neighbours,
  },
];

export const absent: Absent = { id: 'no-such-group' };
