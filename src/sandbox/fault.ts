import { z } from 'zod';
import type { Protocol } from './decode/wire-request.ts';
import type { WireError } from './wire-error.ts';

/** What goes wrong with a call. `cut` drops the connection before the call is forwarded, `cut-after` when only the answer is missing. */
export const Fault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('throttle') }),
  z.object({ kind: z.literal('error'), status: z.int().min(400).max(599), code: z.string() }),
  z.object({ kind: z.literal('deny') }),
  z.object({ kind: z.literal('cut') }),
  z.object({ kind: z.literal('cut-after') }),
  z.object({ kind: z.literal('delay'), ms: z.int().nonnegative() }),
]);
export type Fault = Readonly<z.infer<typeof Fault>>;

/** What a fault function may judge by. `account` is that of the caller. */
export interface FaultRequest {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly account: string;
  readonly accessKey: string | undefined;
  readonly mutating: boolean;
}
export type FaultFunction = (request: FaultRequest) => Fault | undefined;

/** Faults as data, for tests of another process: `*` stands for any service or operation; each applies `times` times. */
export const FaultList = z.array(
  z.intersection(
    z.object({ service: z.string().default('*'), operation: z.string().default('*'), times: z.int().positive().default(1) }),
    Fault,
  ),
);
export type FaultList = Readonly<z.infer<typeof FaultList>>;

/** The first listed fault that fits and is not used up. */
export function listedFaults(list: FaultList): FaultFunction {
  const left = list.map((fault) => ({ fault, times: fault.times }));
  return ({ service, operation }) => {
    const found = left.find(({ fault, times }) => times > 0 && fits(fault.service, service) && fits(fault.operation, operation));
    if (found !== undefined) found.times -= 1;
    return found?.fault;
  };
}

const fits = (wanted: string, actual: string): boolean => wanted === '*' || wanted === actual;

/** The error with which AWS answers a faulty call of this service; nothing when the fault has no answer of its own. */
export function faultAnswer(fault: Fault, { service, operation }: FaultRequest, protocol: Protocol): WireError | undefined {
  switch (fault.kind) {
    case 'throttle':
      return { ...(throttles[service] ?? throttles['*']), message: `Rate exceeded (sandbox fault on ${service}:${operation})` };
    case 'deny':
      return { ...denial(service, protocol), message: `Not authorized to perform ${service}:${operation} (sandbox fault)` };
    case 'error':
      return { status: fault.status, code: fault.code, message: `Sandbox fault on ${service}:${operation}` };
    default:
      return undefined;
  }
}

const throttles = {
  '*': { status: 400, code: 'ThrottlingException' },
  ec2: { status: 503, code: 'RequestLimitExceeded' },
  s3: { status: 503, code: 'SlowDown' },
  iam: { status: 400, code: 'Throttling' },
  sts: { status: 400, code: 'Throttling' },
  rds: { status: 400, code: 'Throttling' },
  lambda: { status: 429, code: 'TooManyRequestsException' },
} as { readonly '*': Omit<WireError, 'message'>; readonly [service: string]: Omit<WireError, 'message'> };

function denial(service: string, protocol: Protocol): Omit<WireError, 'message'> {
  if (service === 'ec2') return { status: 403, code: 'UnauthorizedOperation' };
  if (protocol === 'json') return { status: 400, code: 'AccessDeniedException' };
  return { status: 403, code: protocol === 'rest-json' ? 'AccessDeniedException' : 'AccessDenied' };
}
