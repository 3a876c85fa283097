import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { disablePublicIpOnLaunch } from './disable-public-ip-on-launch.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = disablePublicIpOnLaunch.with({ subnetId: 'subnet-0abc' });

/** A subnet that gives addresses, with one running instance in it. */
const reader = (owner: string, instanceTags: readonly string[], subnetTags: readonly string[] = []) =>
  scriptedCloud()
    .on('ec2', 'describeSubnets', () => ({
      Subnets: [{ SubnetId: 'subnet-0abc', MapPublicIpOnLaunch: true, Tags: subnetTags.map((Key) => ({ Key, Value: '1' })) }],
    }))
    .on('ec2', 'describeInstances', () => ({
      Reservations: [
        {
          Instances: [
            { NetworkInterfaces: [{ Association: { IpOwnerId: owner } }], Tags: instanceTags.map((Key) => ({ Key, Value: 'web' })) },
          ],
        },
      ],
    }))
    .reader(site);
const scaled = ['aws:autoscaling:groupName'];

test('changes the one attribute of the subnet', async () => {
  const state = await remedy.observe(reader('amazon', []));
  expect(remedy.refuses(state)).toBeUndefined();
  expect(remedy.fix(state)).toMatchObject([{ input: { SubnetId: 'subnet-0abc', MapPublicIpOnLaunch: { Value: false } } }]);
});

test('leaves a subnet to a person where an Auto Scaling group relies on the addresses', async () => {
  expect(remedy.refuses(await remedy.observe(reader('amazon', scaled)))).toMatch(/web \(Auto Scaling\)/);
  const withElasticIps = await remedy.observe(reader('123456789012', scaled));
  expect(remedy.refuses(withElasticIps)).toBeUndefined();
});

test('leaves the public subnets of Kubernetes alone', async () => {
  expect(remedy.refuses(await remedy.observe(reader('amazon', [], ['kubernetes.io/role/elb'])))).toMatch(/Kubernetes/);
  expect(remedy.refuses(await remedy.observe(reader('amazon', [], ['kubernetes.io/role/internal-elb'])))).toBeUndefined();
});
