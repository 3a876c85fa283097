import { defineScenario } from '#catalogue/define-scenario.ts';

const good = 'secure-mode';

export const ssmParameterTampered = defineScenario({
  id: 'ssm-parameter-tampered',
  title: 'A guarded parameter is set to "hacked"',
  action: 'ssm.revert-parameter',
  resource: 'AWS::SSM::Parameter',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    const Name = `/drill/${name}/mode`;
    await hands.do('ssm', 'putParameter', { Name, Value: good, Type: 'String', Tags: [{ Key: 'selfheal:guarded', Value: 'true' }] });
    return Name;
  },
  break: async (hands, Name) => void (await hands.do('ssm', 'putParameter', { Name, Value: 'hacked', Type: 'String', Overwrite: true })),
  async expect(hands, Name) {
    const { Parameter } = await hands.do('ssm', 'getParameter', { Name });
    return Parameter?.Value === good ? undefined : 'it does not have its good value';
  },
});
