import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { clusterTags, listClusters, readCluster } from './cluster.ts';
import { isReady, whyStuck } from './status.ts';

const State = z.object({ status: z.string(), copiesTags: z.boolean() });
type State = z.infer<typeof State>;

export const copyClusterTagsToSnapshots = defineAction({
  id: 'rds.copy-cluster-tags-to-snapshots',
  title: 'Let the snapshots of a database cluster carry its tags',
  resource: 'AWS::RDS::DBCluster',
  heals: ['securityhub:RDS.16', 'config:rds-cluster-copy-tags-to-snapshots-enabled'],
  params: z.object({ cluster: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ cluster: id }],
  list: listClusters,
  tags: clusterTags,

  risk: {
    level: 'low',
    blastRadius: 'snapshots from now on: whatever goes by tags (policies, bills, lifecycles) counts them in',
    outage: 'none',
  },
  cost: () => [],
  permissions: {
    read: ['rds:DescribeDBClusters'],
    write: ['rds:ModifyDBCluster'],
    undo: ['rds:ModifyDBCluster'],
    dependent: [],
    on: ['arn:{partition}:rds:{region}:{account}:cluster:{cluster}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '10m',
  keeps: 'before',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { cluster }) {
    const { Status: status, CopyTagsToSnapshot } = await readCluster(cloud, cluster);
    return State.parse({ status, copiesTags: CopyTagsToSnapshot ?? false });
  },
  wrong: ({ copiesTags }) => (copiesTags ? undefined : 'its snapshots have none of its tags'),
  refuses: ({ status, copiesTags }) => (copiesTags ? undefined : whyStuck(status)),
  fix: ({ status, copiesTags }, { cluster }) =>
    !copiesTags && isReady(status) ? [call('rds', 'modifyDBCluster', { DBClusterIdentifier: cluster, CopyTagsToSnapshot: true })] : [],
  after: (state): State => (isReady(state.status) ? { ...state, copiesTags: true } : state),
  comparable: ({ copiesTags }) => ({ copiesTags }),
  undo: (before, now, { cluster }) =>
    !before.copiesTags && now.copiesTags
      ? [call('rds', 'modifyDBCluster', { DBClusterIdentifier: cluster, CopyTagsToSnapshot: false })]
      : [],
});
