import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll } from 'vitest';
import { loop } from '#flow/loop.ts';
import { stageHandler } from '#flow/stage-handler.ts';
import { toStateMachine } from '#flow/state-machine.ts';
import { startSandbox } from '#sandbox/sandbox.ts';
import { driverContract } from '#testkit/driver-contract.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { answerToken, stepFunctionsDriver } from './driver.ts';

const folder = await temporaryFolder();
const sandbox = await startSandbox({ port: 0, demo: false, dataDir: folder.path });
afterAll(async () => {
  await sandbox.stop();
  await folder.remove();
});

const client = new SFNClient({
  endpoint: sandbox.endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'selfheal', secretAccessKey: 'selfheal' },
});
let machines = 0;

driverContract('Step Functions, the generated machine', async (tools, asked) => {
  const name = `selfheal-stage-${++machines}`;
  const handler = stageHandler(loop, tools, (token) => answerToken(client, token));
  sandbox.proxy.setHandler(name, async (event) => {
    const answered = await handler(event);
    if ('ask' in answered) await asked((event as { incident: string }).incident);
    return answered;
  });
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({
      name,
      roleArn: 'arn:aws:iam::123456789012:role/selfheal-states',
      definition: JSON.stringify(toStateMachine(`arn:aws:lambda:us-east-1:123456789012:function:${name}`)),
    }),
  );
  return {
    driver: stepFunctionsDriver(client, stateMachineArn ?? ''),
    parked: ({ token }) => token !== undefined,
    close: async () => undefined,
  };
});
