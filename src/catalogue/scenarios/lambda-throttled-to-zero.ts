import { defineScenario } from '#catalogue/define-scenario.ts';
import { smallFunction } from './parts.ts';

const share = 20;

export const lambdaThrottledToZero = defineScenario({
  id: 'lambda-throttled-to-zero',
  title: 'The concurrency of a function is set to zero',
  action: 'lambda.restore-concurrency',
  resource: 'AWS::Lambda::Function',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    await smallFunction(hands, name);
    await hands.do('lambda', 'putFunctionConcurrency', { FunctionName: name, ReservedConcurrentExecutions: share });
    return name;
  },
  break: async (hands, FunctionName) =>
    void (await hands.do('lambda', 'putFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 0 })),
  async expect(hands, FunctionName) {
    const { ReservedConcurrentExecutions } = await hands.do('lambda', 'getFunctionConcurrency', { FunctionName });
    return ReservedConcurrentExecutions === share ? undefined : `its reserved concurrency is ${ReservedConcurrentExecutions}`;
  },
});
