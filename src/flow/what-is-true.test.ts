import { expect, test } from 'vitest';
import { makeSnapshotPrivate } from '#catalogue/actions/ec2/make-snapshot-private.ts';
import { revokeOpenIngress } from '#catalogue/actions/ec2/revoke-open-ingress.ts';
import type { Signal } from '#domain/signal.ts';
import type { Match } from '#ports/catalogue.ts';
import { catalogueOf } from '#testkit/flow-world.ts';
import { awsError, type ScriptedCloud, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { whatIsTrue } from './what-is-true.ts';

const resource = {
  partition: 'aws',
  account: '123456789012',
  region: 'eu-west-1',
  type: 'AWS::EC2::SecurityGroup',
  id: 'sg-0123456789abcdef0',
} as const;
const signal: Signal = { id: 'e1', source: 'security-hub', rank: 'attested', title: 'EC2.19 failed', at: 0, resource, controls: [] };

const matches = (control: string): readonly Match[] =>
  revokeOpenIngress.meantBy(control, resource).map((params) => ({
    detection: { id: `control.${control}`, title: control, class: 'violation', severity: 'high', action: revokeOpenIngress.id },
    remedy: { action: revokeOpenIngress.id, params, condition: { port: params['port'] ?? 0 } },
  }));

/** A group whose rules open these ports to everyone. */
function group(...ports: readonly number[]) {
  const cloud = scriptedCloud()
    .on('ec2', 'describeSecurityGroups', () => ({ SecurityGroups: [{ GroupId: resource.id }] }))
    .on('ec2', 'describeSecurityGroupRules', () => ({
      SecurityGroupRules: ports.map((port) => ({
        SecurityGroupRuleId: `sgr-${port}`,
        IpProtocol: 'tcp',
        FromPort: port,
        ToPort: port,
        CidrIpv4: '0.0.0.0/0',
        IsEgress: false,
        Tags: [],
      })),
    }));
  const ask = async (found: readonly Match[]) =>
    (await whatIsTrue(found, signal, { cloud, catalogue: catalogueOf([revokeOpenIngress]) })).map(
      ({ remedy }) => remedy?.condition['port'],
    );
  return { cloud, ask };
}

test('a finding that may mean many ports becomes those that are open, asking AWS once', async () => {
  const { cloud, ask } = group(3306, 9200);
  expect(matches('securityhub:EC2.19').length).toBeGreaterThan(20);
  expect(await ask(matches('securityhub:EC2.19'))).toEqual([3306, 9200]);
  expect(cloud.counts().reads).toBe(2);
});

test('when none is open it is kept once, to end as already healthy', async () => {
  expect(await group().ask(matches('securityhub:EC2.19'))).toHaveLength(1);
});

test('a finding that means one port is taken as it is, without a look', async () => {
  const { cloud, ask } = group();
  expect(await ask(matches('securityhub:EC2.13'))).toEqual([22]);
  expect(cloud.counts().reads).toBe(0);
});

test('what cannot be read now is an error, so that the finding is tried again', async () => {
  const { cloud, ask } = group(22);
  cloud.fail({ service: 'ec2', operation: '*', error: awsError('Throttling', { retry: 'later' }), when: 'before', times: 9 });
  await expect(ask(matches('securityhub:EC2.19'))).rejects.toMatchObject({ retry: 'later' });
});

test('what we may not read is kept once, for a person to see', async () => {
  const { cloud, ask } = group(3306);
  cloud.fail({ service: 'ec2', operation: '*', error: awsError('UnauthorizedOperation'), when: 'before', times: 9 });
  expect(await ask(matches('securityhub:EC2.19'))).toHaveLength(1);
});

const account = { ...resource, type: 'AWS::::Account', id: '123456789012' } as const;
const filed: Match = {
  detection: {
    id: 'control.securityhub:EC2.1',
    title: 'EC2.1 failed',
    class: 'violation',
    severity: 'medium',
    action: makeSnapshotPrivate.id,
  },
  among: { action: makeSnapshotPrivate.id, finding: 'securityhub:EC2.1' },
};
const about = async (cloud: ScriptedCloud) =>
  whatIsTrue([filed], { ...signal, resource: account }, { cloud, catalogue: catalogueOf([makeSnapshotPrivate]) });

test('a finding that is filed under the account becomes one for each resource that AWS says it means', async () => {
  const asked: unknown[] = [];
  const cloud = scriptedCloud().on('ec2', 'describeSnapshots', (input) => {
    asked.push(input);
    return { Snapshots: ['snap-1', 'snap-2'].map((SnapshotId) => ({ SnapshotId, OwnerId: account.account })) };
  });
  expect(await about(cloud)).toMatchObject(
    ['snap-1', 'snap-2'].map((id) => ({
      detection: { id: 'control.securityhub:EC2.1' },
      resource: { type: 'AWS::EC2::Snapshot', id, region: 'eu-west-1' },
      remedy: { action: makeSnapshotPrivate.id, params: { snapshotId: id, sharedWith: 'all' } },
    })),
  );
  expect(asked).toEqual([{ OwnerIds: ['self'], RestorableByUserIds: ['all'] }]);
});

test('it means nothing when there is none, and stays with the account when AWS may not be asked', async () => {
  expect(await about(scriptedCloud().on('ec2', 'describeSnapshots', () => ({ Snapshots: [] })))).toEqual([]);
  const refused = scriptedCloud().on('ec2', 'describeSnapshots', () => {
    throw awsError('UnauthorizedOperation', { code: 'access-denied' });
  });
  expect(await about(refused)).toEqual([{ detection: filed.detection }]);
});
