import { allGroupsBut, makeGroup } from './groups.ts';
import { type Absent, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) => allGroupsBut(clients, text(params, 'group'), ['SuspendedProcesses']);
const suspend =
  (...ScalingProcesses: string[]): Variant['break'] =>
  ({ autoscaling }, params) =>
    autoscaling.suspendProcesses({ AutoScalingGroupName: text(params, 'group'), ScalingProcesses });

export const variants: readonly Variant[] = [
  {
    title: 'a group no longer launches or replaces instances',
    setUp: async (clients) => ({ group: await makeGroup(clients, 'web', { DesiredCapacity: 2 }) }),
    break: suspend('Launch', 'ReplaceUnhealthy'),
    neighbours,
  },
  {
    title: 'a group that does not balance its zones on purpose no longer checks health, beside one that is suspended',
    async setUp(clients) {
      const workers = await makeGroup(clients, 'workers');
      await suspend('Launch')(clients, { group: workers });
      const group = await makeGroup(clients, 'batch');
      await suspend('AZRebalance')(clients, { group });
      return { group };
    },
    break: suspend('HealthCheck'),
    neighbours,
  },
  {
    title: 'a group no longer tells its load balancer about new instances',
    setUp: async (clients) => ({ group: await makeGroup(clients, 'api', { MinSize: 0, DesiredCapacity: 0 }) }),
    break: suspend('AddToLoadBalancer', 'ReplaceUnhealthy', 'ScheduledActions'),
    neighbours,
  },
];

export const absent: Absent = { id: 'no-such-group' };
