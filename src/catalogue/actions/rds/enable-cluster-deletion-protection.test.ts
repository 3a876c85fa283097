import { expect, test } from 'vitest';
import { enableClusterDeletionProtection } from './enable-cluster-deletion-protection.ts';

const remedy = enableClusterDeletionProtection.with({ cluster: 'shop' });

test('changes that one setting of the cluster', () =>
  expect(remedy.fix({ status: 'available', settings: { DeletionProtection: false } })).toEqual([
    { service: 'rds', operation: 'modifyDBCluster', input: { DBClusterIdentifier: 'shop', DeletionProtection: true } },
  ]));
