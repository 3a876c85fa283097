import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { Driver } from '#ports/driver.ts';

/** The driver on AWS: an execution `<id>-<generation>` of the generated machine per incident. */
export function stepFunctionsDriver(client: SFNClient, stateMachineArn: string): Driver {
  return {
    async start({ id, generation, stage }) {
      const input = JSON.stringify({ incident: id, stage });
      await client.send(new StartExecutionCommand({ stateMachineArn, name: `${id}-${generation}`, input })).catch((error: unknown) => {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      });
    },
    async wake({ token }) {
      if (token !== undefined) await answerToken(client, token);
    },
  };
}

/** Lets an execution that waits for an answer go on; a token that was answered already, or whose time is over, is fine. */
export async function answerToken(client: SFNClient, taskToken: string): Promise<void> {
  await client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' })).catch((error: unknown) => {
    if (!(error instanceof InvalidToken || error instanceof TaskTimedOut || error instanceof TaskDoesNotExist)) throw error;
  });
}
