import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { instanceTags, listInstances, readInstance } from './instance.ts';
import { isReady, whyStuck } from './status.ts';

const State = z.object({
  status: z.string(),
  copiesTags: z.boolean(),
  /** The cluster that it is in; the cluster decides for the snapshots of its members. */
  cluster: z.string().optional(),
});
type State = z.infer<typeof State>;

export const copyTagsToSnapshots = defineAction({
  id: 'rds.copy-tags-to-snapshots',
  title: 'Let the snapshots of a database instance carry its tags',
  resource: 'AWS::RDS::DBInstance',
  heals: ['securityhub:RDS.17', 'config:rds-instance-copy-tags-to-snapshots-enabled'],
  params: z.object({ instance: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ instance: id }],
  list: listInstances,
  tags: instanceTags,

  risk: {
    level: 'low',
    blastRadius: 'snapshots from now on: whatever goes by tags (policies, bills, lifecycles) counts them in',
    outage: 'none',
  },
  cost: () => [],
  permissions: {
    read: ['rds:DescribeDBInstances'],
    write: ['rds:ModifyDBInstance'],
    undo: ['rds:ModifyDBInstance'],
    dependent: [],
    on: ['arn:{partition}:rds:{region}:{account}:db:{instance}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '10m',
  keeps: 'before',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { instance }) {
    const found = await readInstance(cloud, instance);
    return State.parse({
      status: found.DBInstanceStatus,
      copiesTags: found.CopyTagsToSnapshot ?? false,
      cluster: found.DBClusterIdentifier,
    });
  },
  wrong: (state) => (lacks(state) ? 'its snapshots have none of its tags' : undefined),
  refuses: (state) => (lacks(state) ? whyStuck(state.status) : undefined),
  /** Takes effect at once, whatever waits for the maintenance window (API reference of ModifyDBInstance). */
  fix: (state, { instance }) =>
    lacks(state) && isReady(state.status)
      ? [call('rds', 'modifyDBInstance', { DBInstanceIdentifier: instance, CopyTagsToSnapshot: true })]
      : [],
  after: (state): State => (lacks(state) && isReady(state.status) ? { ...state, copiesTags: true } : state),
  comparable: ({ copiesTags, cluster }) => ({ copiesTags, cluster }),
  undo: (before, now, { instance }) =>
    !before.copiesTags && now.copiesTags
      ? [call('rds', 'modifyDBInstance', { DBInstanceIdentifier: instance, CopyTagsToSnapshot: false })]
      : [],
});

const lacks = ({ copiesTags, cluster }: State): boolean => !copiesTags && cluster === undefined;
