import { defineScenario } from '#catalogue/define-scenario.ts';
import { instanceState, webGroup } from './parts.ts';

export const ec2InstanceTerminated = defineScenario({
  id: 'ec2-instance-terminated',
  title: 'A guarded instance is terminated',
  action: 'ec2.restore-instance',
  resource: 'AWS::EC2::Instance',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    const group = await webGroup(hands, name);
    const { Images = [] } = await hands.do('ec2', 'describeImages', { Owners: ['amazon'] });
    const tags = { Name: name, owner: 'shop', 'selfheal:guarded': 'true' };
    const { Instances = [] } = await hands.do('ec2', 'runInstances', {
      ImageId: Images[0]?.ImageId,
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      SecurityGroupIds: [group],
      TagSpecifications: [{ ResourceType: 'instance', Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }],
    });
    const id = Instances[0]?.InstanceId;
    if (id === undefined) throw new Error('the instance was not started');
    return id;
  },
  break: async (hands, id) => void (await hands.do('ec2', 'terminateInstances', { InstanceIds: [id] })),
  async expect(hands, id) {
    const { Reservations = [] } = await hands.do('ec2', 'describeInstances', {
      Filters: [
        { Name: 'tag:selfheal:restores', Values: [id] },
        { Name: 'instance-state-name', Values: ['pending', 'running'] },
      ],
    });
    const replacements = Reservations.flatMap(({ Instances = [] }) => Instances);
    const [replacement] = replacements;
    if (replacement === undefined) return `nothing stands in for it, and it is ${await instanceState(hands, id)}`;
    if (replacements.length > 1) return `${replacements.length} instances stand in for it`;
    if (replacement.InstanceType !== 't3.micro') return `its replacement is a ${replacement.InstanceType}`;
    return replacement.Tags?.some(({ Key, Value }) => Key === 'owner' && Value === 'shop') === true ? undefined : 'its tags are gone';
  },
});
