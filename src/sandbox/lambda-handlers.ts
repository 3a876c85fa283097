import type { DecodedCall } from './decode/decoded-call.ts';
import { unescaped, type WireRequest } from './decode/wire-request.ts';
import type { WireResponse } from './decode/wire-response.ts';

/** TypeScript code in the place of a Lambda function. */
export type LambdaHandler = (payload: unknown) => Promise<unknown>;

const invocation = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Runs the handler of an invoked function as Lambda would; nothing when the request invokes no function that has one. */
export async function invokeHandler(
  call: DecodedCall,
  request: WireRequest,
  handlers: ReadonlyMap<string, LambdaHandler>,
): Promise<WireResponse | undefined> {
  const name = call.service === 'lambda' ? invocation.exec(request.path)?.[1] : undefined;
  const handler = name === undefined ? undefined : handlers.get(functionName(unescaped(name)));
  if (handler === undefined) return undefined;
  const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type === 'DryRun') return answer(204, {}, '');
  const run = async (): Promise<unknown> => handler(request.body.length === 0 ? null : JSON.parse(request.body.toString('utf8')));
  if (type === 'Event') {
    run().catch((error: unknown) => process.stderr.write(`Lambda handler ${name} failed: ${String(error)}\n`));
    return answer(202, {}, '');
  }
  try {
    return answer(200, {}, JSON.stringify((await run()) ?? null));
  } catch (error) {
    const failure =
      error instanceof Error
        ? { errorType: error.name, errorMessage: error.message, trace: [] }
        : { errorType: 'Error', errorMessage: String(error), trace: [] };
    return answer(200, { 'x-amz-function-error': 'Unhandled' }, JSON.stringify(failure));
  }
}

/** The name in `name`, `name:qualifier`, `account:function:name` or a function's ARN. */
function functionName(given: string): string {
  const parts = given.split(':');
  return (given.includes(':function:') || parts[1] === 'function' ? parts[parts.indexOf('function') + 1] : parts[0]) ?? given;
}

function answer(status: number, headers: Readonly<Record<string, string>>, body: string): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST', ...headers },
    body: Buffer.from(body),
  };
}
