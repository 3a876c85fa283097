import { defineScenario } from '#catalogue/define-scenario.ts';
import { reachers, webGroup } from './parts.ts';

export const ec2AllPortsOpened = defineScenario({
  id: 'ec2-all-ports-opened',
  title: 'A rule opens every port to the world: closing it may cut off the shop, so a person narrows it',
  action: undefined,
  resource: 'AWS::EC2::SecurityGroup',
  ends: 'escalated',
  policy: undefined,
  exercised: { on: 'emulator' },
  setup: webGroup,
  break: async (hands, GroupId) =>
    void (await hands.do('ec2', 'authorizeSecurityGroupIngress', {
      GroupId,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 0, ToPort: 65_535, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    })),
  expect: async (hands, group) => ((await reachers(hands, group, 443)).join() === '0.0.0.0/0' ? undefined : 'the web port was closed'),
});
