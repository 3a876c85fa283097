import { defineScenario } from '#catalogue/define-scenario.ts';
import { smallFunction } from './parts.ts';

export const lambdaOpenedToEveryone = defineScenario({
  id: 'lambda-opened-to-everyone',
  title: 'Everyone is allowed to invoke a function',
  action: 'lambda.remove-public-statement',
  resource: 'AWS::Lambda::Function',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    await smallFunction(hands, name);
    await hands.do('lambda', 'addPermission', {
      FunctionName: name,
      StatementId: 'topic',
      Action: 'lambda:InvokeFunction',
      Principal: 'sns.amazonaws.com',
      SourceAccount: hands.account,
    });
    return name;
  },
  break: async (hands, FunctionName) =>
    void (await hands.do('lambda', 'addPermission', { FunctionName, StatementId: 'all', Action: 'lambda:InvokeFunction', Principal: '*' })),
  async expect(hands, FunctionName) {
    const { Policy = '{}' } = await hands.do('lambda', 'getPolicy', { FunctionName });
    const { Statement }: { readonly Statement: readonly { readonly Sid: string }[] } = JSON.parse(Policy);
    const ids = Statement.map(({ Sid }) => Sid).join();
    return ids === 'topic' ? undefined : `its statements are ${ids}`;
  },
});
