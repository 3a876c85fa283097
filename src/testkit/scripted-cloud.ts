import type { Call } from '#domain/call.ts';
import { HealError } from '#domain/heal-error.ts';
import { type Json, sha256 } from '#domain/json.ts';
import type { ResourceRef, Site } from '#domain/resource-ref.ts';
import type { Cloud, Input, Operation, Output, Service } from '#ports/cloud.ts';

/** What a handler answers: the SDK's output without its metadata. */
type Answer<S extends Service, O extends Operation<S>> = Omit<Output<S, O>, '$metadata'>;

/** One write that reached the scripted AWS or was refused by a fault; `effect` tells whether its handler ran. */
interface ScriptedWrite extends Call {
  readonly site: Site;
  readonly incident: string;
  readonly requestId: string;
  readonly effect: boolean;
}

/** A fault on the calls that fit; `*` fits any. `after`: the effect happens and only the answer is lost. */
interface ScriptedFault {
  readonly service: string;
  readonly operation: string;
  readonly error: HealError;
  readonly when: 'before' | 'after';
  /** How many fitting calls fail; one when absent. */
  readonly times?: number;
  /** How many fitting calls pass before; none when absent. */
  readonly skip?: number;
}

export interface ScriptedCloud extends Cloud {
  /** What AWS does on this operation, over the test's own state. A handler throws HealError, best made by `awsError`. */
  on<S extends Service, O extends Operation<S>>(
    service: S,
    operation: O,
    handler: (input: Input<S, O>, site: Site) => Answer<S, O> | Promise<Answer<S, O>>,
  ): ScriptedCloud;
  /** Without `details.arrived`, the error of a write gets `'no'` before and `'unknown'` after the effect. */
  fail(fault: ScriptedFault): ScriptedCloud;
  counts(): { readonly reads: number; readonly writes: number };
  /** Every write so far, in order. */
  readonly sent: readonly ScriptedWrite[];
}

interface ScriptedCloudOptions {
  readonly recorded?: (site: Site, resource: Pick<ResourceRef, 'type' | 'id'>) => Json | undefined;
  readonly guarded?: readonly string[];
  readonly now?: () => number;
}

type Handler = (input: unknown, site: Site) => unknown;

/** A cloud without AWS: an in-memory world that the test scripts, with faults, and with a list of what was written. */
export function scriptedCloud({ recorded = () => undefined, guarded = [], now = Date.now }: ScriptedCloudOptions = {}): ScriptedCloud {
  const handlers = new Map<string, Handler>();
  const faults: { readonly fault: ScriptedFault; skip: number; times: number }[] = [];
  const sent: ScriptedWrite[] = [];
  let reads = 0;
  let requests = 0;

  const faultOn = ({ service, operation }: Pick<Call, 'service' | 'operation'>): ScriptedFault | undefined => {
    for (const each of faults) {
      if (each.times === 0 || !fits(each.fault.service, service) || !fits(each.fault.operation, operation)) continue;
      if (each.skip > 0) {
        each.skip -= 1;
        continue;
      }
      each.times -= 1;
      return each.fault;
    }
    return undefined;
  };
  const run = async (
    { service, operation, input }: { service: string; operation: string; input: unknown },
    site: Site,
  ): Promise<unknown> => {
    const handler = handlers.get(`${service}.${operation}`);
    if (handler === undefined)
      throw new HealError(
        'unsupported-operation',
        `The scripted cloud has no ${service}.${operation}: register it with on('${service}', '${operation}', …).`,
      );
    return structuredClone(await handler(structuredClone(input), site));
  };
  const read = async (service: string, operation: string, input: unknown, site: Site): Promise<unknown> => {
    reads += 1;
    const fault = faultOn({ service, operation });
    if (fault !== undefined) throw fault.error;
    return run({ service, operation, input }, site);
  };

  const cloud: ScriptedCloud = {
    on(service, operation, handler) {
      handlers.set(`${service}.${operation}`, handler);
      return cloud;
    },
    fail(fault) {
      faults.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
      return cloud;
    },
    counts: () => ({ reads, writes: sent.length }),
    sent,
    reader: (site) => ({
      site,
      read: async (service, operation, input) => await read(service, operation, input, site),
      peek: async (service, operation, input) => await read(service, operation, input, site),
      async find(service, operation, input, absent) {
        try {
          return await read(service, operation, input, site);
        } catch (error) {
          if (error instanceof HealError && absent.some((name) => name === error.details?.['aws'])) return undefined;
          throw error;
        }
      },
      recorded: async (resource) => recorded(site, resource),
      guarded: () => guarded,
      now,
      digest: (secret) => sha256(`scripted ${secret}`).slice(0, 22),
    }),
    writer: (site, incident) => ({
      session: `arn:${site.partition}:sts::${site.account}:assumed-role/selfheal-write/${incident}`,
      async send(call) {
        const fault = faultOn(call);
        requests += 1;
        const requestId = `scripted-${String(requests).padStart(6, '0')}`;
        const note = (effect: boolean): number => sent.push({ ...structuredClone(call), site, incident, requestId, effect });
        if (fault?.when === 'before') {
          note(false);
          throw told(fault.error, 'no');
        }
        try {
          await run(call, site);
        } catch (error) {
          note(false);
          throw error instanceof HealError ? told(error, 'no') : error;
        }
        note(true);
        if (fault !== undefined) throw told(fault.error, 'unknown');
        return { requestId, milliseconds: 0 };
      },
    }),
  };
  return cloud;
}

/** An error as AWS words it: `awsError('NoSuchBucket', { code: 'no-such-resource' })`. */
export function awsError(
  name: string,
  { code = 'aws-error', retry = 'never' }: Partial<Pick<HealError, 'code' | 'retry'>> = {},
): HealError {
  return new HealError(code, `The scripted AWS answers ${name}.`, { retry, details: { aws: name } });
}

const fits = (wanted: string, actual: string): boolean => wanted === '*' || wanted === actual;

function told({ code, message, retry, details, cause }: HealError, arrived: 'no' | 'unknown'): HealError {
  return new HealError(code, message, { retry, details: { arrived, ...details }, cause });
}
