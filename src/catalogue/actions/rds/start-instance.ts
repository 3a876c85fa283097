import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { call, type Reader } from '#ports/cloud.ts';
import { instanceTags, listInstances, readInstance } from './instance.ts';

/** The tag by which Instance Scheduler on AWS finds what it starts and stops (its default name). */
const scheduleTag = 'Schedule';

const State = z.object({ status: z.string(), cluster: z.string().optional(), schedule: z.string().optional() });
type State = z.infer<typeof State>;

export const startInstance = defineAction({
  id: 'rds.start-instance',
  title: 'Start a database instance that was stopped',
  resource: 'AWS::RDS::DBInstance',
  heals: [],
  params: z.object({ instance: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ instance: id }],
  list: listGuarded,
  tags: instanceTags,

  risk: { level: 'low', blastRadius: 'the instance, which gets a new address inside its VPC', outage: 'none' },
  /** It was running and paid for before it stopped: nothing is created or enlarged. */
  cost: () => [],
  permissions: {
    read: ['rds:DescribeDBInstances'],
    write: ['rds:StartDBInstance'],
    undo: ['rds:StopDBInstance'],
    dependent: [],
    on: ['arn:{partition}:rds:{region}:{account}:db:{instance}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30m',
  keeps: 'before',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { instance }) {
    const { DBInstanceStatus: status, DBClusterIdentifier: cluster, TagList = [] } = await readInstance(cloud, instance);
    return State.parse({ status, cluster, schedule: TagList.find(({ Key }) => Key === scheduleTag)?.Value });
  },
  wrong({ status }) {
    if (status === 'starting') return 'the instance is still starting';
    return status === 'stopped' || status === 'stopping' ? `the instance is ${status}` : undefined;
  },
  refuses({ status, cluster, schedule }) {
    if (status !== 'stopped' && status !== 'stopping') return undefined;
    if (cluster !== undefined) return `it belongs to the cluster ${cluster}, which starts and stops as a whole`;
    return schedule === undefined ? undefined : `its tag ${scheduleTag}=${schedule} says that a schedule starts and stops it`;
  },
  fix: ({ status }, { instance }) => (status === 'stopped' ? [call('rds', 'startDBInstance', { DBInstanceIdentifier: instance })] : []),
  after: (state): State => (state.status === 'stopped' ? { ...state, status: 'available' } : state),
  comparable: ({ status, cluster, schedule }) => ({ stopped: status === 'stopped', cluster, schedule }),
  undo: (before, now, { instance }) =>
    before.status === 'stopped' && now.status === 'available' ? [call('rds', 'stopDBInstance', { DBInstanceIdentifier: instance })] : [],
});

/** Of any other instance, being stopped may be what its owner wants, and only an event tells. */
async function listGuarded(reader: Reader): Promise<readonly ResourceRef[]> {
  const { DBInstances = [] } = await reader.read('rds', 'describeDBInstances', {});
  const tagged = DBInstances.filter(({ TagList = [] }) => TagList.some(({ Key, Value }) => Key === 'selfheal:guarded' && Value === 'true'));
  const guarded = new Set([...tagged.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier), ...reader.guarded()]);
  return (await listInstances(reader)).filter(({ id }) => guarded.has(id));
}
