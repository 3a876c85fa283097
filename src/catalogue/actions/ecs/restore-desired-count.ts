import { z } from 'zod';
import { recordOf } from '#catalogue/actions/record.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { listGuardedServices, readService, serviceOf, serviceTags } from './service.ts';

const Tasks = z.object({ desired: z.int(), running: z.int() });
const State = z.object({
  tasks: Tasks,
  draining: z.boolean(),
  /** `EXTERNAL`: somebody else's tool says how many tasks there are, in task sets. */
  controller: z.string(),
  /** As many as ECS itself decides: one on each instance. */
  daemon: z.boolean(),
  /** How many tasks it had when it was last recorded. */
  recorded: z.int().positive().optional(),
});
type State = z.infer<typeof State>;

export const restoreDesiredCount = defineAction({
  id: 'ecs.restore-desired-count',
  title: 'Give a service that was scaled to zero its tasks back',
  resource: 'AWS::ECS::Service',
  heals: [],
  params: z.object({ service: z.string().min(1), cluster: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [serviceOf(id)],
  list: listGuardedServices,
  tags: serviceTags,

  risk: { level: 'medium', blastRadius: 'the service, which starts as many tasks as it had', outage: 'none' },
  /** Its tasks ran and were paid for before they were taken away. */
  cost: () => [],
  permissions: {
    read: ['ecs:ListClusters', 'ecs:ListServices', 'ecs:DescribeServices'],
    write: ['ecs:UpdateService'],
    undo: ['ecs:UpdateService'],
    dependent: [],
    on: ['arn:{partition}:ecs:{region}:{account}:service/{cluster}/{service}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '10m',
  keeps: 'before',
  recorded: true,
  exercised: { on: 'emulator' },

  async observe(cloud, { service: name, cluster }) {
    const id = `${cluster}|${name}`;
    const [service, record] = await Promise.all([
      readService(cloud, { service: name, cluster }),
      recordOf(cloud, { type: 'AWS::ECS::Service', id }, z.object({ tasks: Tasks })),
    ]);
    return {
      tasks: { desired: service.desiredCount ?? 0, running: service.runningCount ?? 0 },
      draining: service.status === 'DRAINING',
      controller: service.deploymentController?.type ?? 'ECS',
      daemon: service.schedulingStrategy === 'DAEMON',
      recorded: record?.tasks.desired || undefined,
    };
  },
  wrong({ tasks, daemon }) {
    if (daemon) return undefined;
    if (tasks.desired === 0) return 'the service was scaled to zero';
    return tasks.running === 0 ? `none of the ${tasks.desired} tasks of the service is running` : undefined;
  },
  refuses({ tasks, draining, controller, recorded }) {
    if (draining) return 'the service is being deleted';
    if (tasks.desired > 0) return undefined;
    if (controller === 'EXTERNAL') return 'a tool outside ECS says how many tasks it has';
    return recorded === undefined ? 'how many tasks it had, nobody recorded: a person decides' : undefined;
  },
  fix({ tasks, daemon, recorded }, { service, cluster }) {
    const lost = !daemon && tasks.desired === 0 && recorded !== undefined;
    return lost ? [call('ecs', 'updateService', { cluster, service, desiredCount: recorded })] : [];
  },
  after(state): State {
    const { tasks, daemon, recorded = 0 } = state;
    if (daemon) return state;
    const desired = tasks.desired > 0 ? tasks.desired : recorded;
    return { ...state, tasks: { desired, running: tasks.running > 0 ? tasks.running : desired } };
  },
  comparable: ({ tasks, draining, controller, daemon }) => ({ desired: tasks.desired, draining, controller, daemon }),
  undo: (before, now, { service, cluster }) =>
    before.tasks.desired === 0 && now.tasks.desired > 0 ? [call('ecs', 'updateService', { cluster, service, desiredCount: 0 })] : [],
});
