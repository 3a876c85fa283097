import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { clusterTags, listClusters, readCluster } from './cluster.ts';
import { isReady, whyStuck } from './status.ts';

const State = z.object({ status: z.string(), deletionProtection: z.boolean() });
type State = z.infer<typeof State>;

export const enableClusterDeletionProtection = defineAction({
  id: 'rds.enable-cluster-deletion-protection',
  title: 'Protect a database cluster against deletion',
  resource: 'AWS::RDS::DBCluster',
  heals: ['securityhub:RDS.7', 'config:rds-cluster-deletion-protection-enabled'],
  params: z.object({ cluster: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ cluster: id }],
  list: listClusters,
  tags: clusterTags,

  risk: { level: 'low', blastRadius: 'whoever deletes the cluster, and has to lift the protection first', outage: 'none' },
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
    const { Status: status, DeletionProtection } = await readCluster(cloud, cluster);
    return State.parse({ status, deletionProtection: DeletionProtection ?? false });
  },
  wrong: ({ deletionProtection }) =>
    deletionProtection ? undefined : 'the cluster can be deleted at once: its deletion protection is off',
  refuses: ({ status, deletionProtection }) => (deletionProtection ? undefined : whyStuck(status)),
  fix: ({ status, deletionProtection }, { cluster }) =>
    !deletionProtection && isReady(status)
      ? [call('rds', 'modifyDBCluster', { DBClusterIdentifier: cluster, DeletionProtection: true })]
      : [],
  after: (state): State => (isReady(state.status) ? { ...state, deletionProtection: true } : state),
  comparable: ({ deletionProtection }) => ({ deletionProtection }),
  undo: (before, now, { cluster }) =>
    !before.deletionProtection && now.deletionProtection
      ? [call('rds', 'modifyDBCluster', { DBClusterIdentifier: cluster, DeletionProtection: false })]
      : [],
});
