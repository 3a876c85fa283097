import { defineScenario } from '#catalogue/define-scenario.ts';

export const ssmParameterNotGuarded = defineScenario({
  id: 'ssm-parameter-not-guarded',
  title: 'A parameter that nobody guards is changed: that is ordinary work',
  action: undefined,
  resource: 'AWS::SSM::Parameter',
  ends: 'already-healthy',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    const Name = `/drill/${name}/colour`;
    await hands.do('ssm', 'putParameter', { Name, Value: 'blue', Type: 'String' });
    return Name;
  },
  break: async (hands, Name) => void (await hands.do('ssm', 'putParameter', { Name, Value: 'green', Type: 'String', Overwrite: true })),
  async expect(hands, Name) {
    const { Parameter } = await hands.do('ssm', 'getParameter', { Name });
    return Parameter?.Value === 'green' ? undefined : 'an ordinary change was reverted';
  },
});
