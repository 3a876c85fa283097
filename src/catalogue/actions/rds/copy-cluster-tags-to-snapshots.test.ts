import { expect, test } from 'vitest';
import { copyClusterTagsToSnapshots } from './copy-cluster-tags-to-snapshots.ts';

const remedy = copyClusterTagsToSnapshots.with({ cluster: 'shop' });

test('changes that one setting of the cluster', () =>
  expect(remedy.fix({ status: 'available', settings: { CopyTagsToSnapshot: false } })).toEqual([
    { service: 'rds', operation: 'modifyDBCluster', input: { DBClusterIdentifier: 'shop', CopyTagsToSnapshot: true } },
  ]));
