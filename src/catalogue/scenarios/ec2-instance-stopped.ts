import { defineScenario } from '#catalogue/define-scenario.ts';
import { instanceState, runningInstance } from './parts.ts';

export const ec2InstanceStopped = defineScenario({
  id: 'ec2-instance-stopped',
  title: 'An instance stops unexpectedly',
  action: 'ec2.start-instance',
  resource: 'AWS::EC2::Instance',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  setup: runningInstance,
  break: async (hands, id) => void (await hands.do('ec2', 'stopInstances', { InstanceIds: [id] })),
  async expect(hands, id) {
    const state = await instanceState(hands, id);
    return state === 'running' ? undefined : `it is ${state}`;
  },
});
