import { defineScenario } from '#catalogue/define-scenario.ts';
import { runningInstance } from './parts.ts';

export const ec2Imdsv1Allowed = defineScenario({
  id: 'ec2-imdsv1-allowed',
  title: 'An instance is made to answer metadata requests without a token',
  action: 'ec2.require-imdsv2',
  resource: 'AWS::EC2::Instance',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    const InstanceId = await runningInstance(hands, name);
    await hands.do('ec2', 'modifyInstanceMetadataOptions', { InstanceId, HttpTokens: 'required', HttpEndpoint: 'enabled' });
    return InstanceId;
  },
  break: async (hands, InstanceId) =>
    void (await hands.do('ec2', 'modifyInstanceMetadataOptions', { InstanceId, HttpTokens: 'optional', HttpEndpoint: 'enabled' })),
  async expect(hands, id) {
    const { Reservations = [] } = await hands.do('ec2', 'describeInstances', { InstanceIds: [id] });
    const instance = Reservations[0]?.Instances?.[0];
    if (instance?.State?.Name !== 'running') return `it is ${instance?.State?.Name}`;
    const tokens = instance.MetadataOptions?.HttpTokens;
    return tokens === 'required' ? undefined : `tokens are ${tokens}`;
  },
});
