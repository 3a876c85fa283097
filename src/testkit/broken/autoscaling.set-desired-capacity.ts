import { allGroupsBut, makeGroup } from './groups.ts';
import { type Absent, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) =>
  allGroupsBut(clients, text(params, 'group'), ['MinSize', 'MaxSize', 'DesiredCapacity', 'Instances']);

export const variants: readonly Variant[] = [
  {
    title: 'the desired capacity is set to zero, beside another group',
    async setUp(clients) {
      await makeGroup(clients, 'workers', { MinSize: 0, DesiredCapacity: 1 });
      return { group: await makeGroup(clients, 'web', { MinSize: 0, DesiredCapacity: 2 }) };
    },
    break: ({ autoscaling }, params) => autoscaling.setDesiredCapacity({ AutoScalingGroupName: text(params, 'group'), DesiredCapacity: 0 }),
    neighbours,
  },
  {
    title: 'a group is taken down to nothing, limits and all',
    setUp: async (clients) => ({ group: await makeGroup(clients, 'api', { MinSize: 2, MaxSize: 5, DesiredCapacity: 3 }) }),
    break: ({ autoscaling }, params) =>
      autoscaling.updateAutoScalingGroup({ AutoScalingGroupName: text(params, 'group'), MinSize: 0, MaxSize: 0, DesiredCapacity: 0 }),
    neighbours,
  },
  {
    title: 'a group with a morning schedule loses its lower limit and its instances, beside one that is empty',
    async setUp(clients) {
      await makeGroup(clients, 'empty', { MinSize: 0, DesiredCapacity: 0 });
      const group = await makeGroup(clients, 'batch', { MinSize: 1, DesiredCapacity: 1, HealthCheckGracePeriod: 60 });
      await clients.autoscaling.putScheduledUpdateGroupAction({
        AutoScalingGroupName: group,
        ScheduledActionName: 'morning',
        Recurrence: '0 7 * * *',
        DesiredCapacity: 2,
      });
      return { group };
    },
    break: ({ autoscaling }, params) =>
      autoscaling.updateAutoScalingGroup({ AutoScalingGroupName: text(params, 'group'), MinSize: 0, DesiredCapacity: 0 }),
    neighbours,
  },
];

export const absent: Absent = { id: 'no-such-group' };
