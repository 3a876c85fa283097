import { defineScenario } from '#catalogue/define-scenario.ts';
import { openPort, reachers, webGroup } from './parts.ts';

export const ec2SshOpened = defineScenario({
  id: 'ec2-ssh-opened',
  title: 'Port 22 of a security group is opened to the world',
  action: 'ec2.revoke-open-ingress',
  resource: 'AWS::EC2::SecurityGroup',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  setup: webGroup,
  break: async (hands, group) => void (await openPort(hands, group, 22)),
  async expect(hands, group) {
    const ssh = await reachers(hands, group, 22);
    if (ssh.join() !== '203.0.113.0/24') return `port 22 is reached by ${ssh.join(', ') || 'nobody, not even the office'}`;
    return (await reachers(hands, group, 443)).join() === '0.0.0.0/0' ? undefined : 'the web port was closed too';
  },
});
