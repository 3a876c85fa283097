import type { JsonObject } from '#domain/json.ts';
import type { DecodedCall } from './decode/decoded-call.ts';
import { masked } from './decode/mask.ts';
import { errorOf, type WireResponse } from './decode/wire-response.ts';
import type { Caller } from './identities.ts';

/** One write that reached the sandbox, whether it succeeded or not; secrets are masked. */
export interface LoggedCall {
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly service: string;
  readonly operation: string;
  /** `data` for items, objects, messages, metrics and invocations. */
  readonly plane: 'management' | 'data';
  readonly region: string;
  readonly account: string;
  /** The ARN of the caller. */
  readonly identity: string;
  readonly input: JsonObject;
  readonly status: number;
  readonly errorCode: string | null;
  readonly requestId: string;
}

/** Writes of the management plane, by `service:Operation` and by identity; `failed` of them did not succeed. `data` counts data-plane writes apart, `requests` everything, reads too. */
export interface CallCounts {
  readonly requests: number;
  readonly total: number;
  readonly failed: number;
  readonly operations: Readonly<Record<string, number>>;
  readonly identities: Readonly<Record<string, number>>;
  readonly data: Readonly<Record<string, number>>;
}

export interface CallLog {
  /** A request came in, of any kind. */
  heard(): void;
  add(call: DecodedCall, caller: Caller, response: WireResponse, requestId: string, at: number): void;
  after(seq: number): readonly LoggedCall[];
  counts(): CallCounts;
}

/** Keeps the newest `capacity` writes, and counts all. */
export function callLog(capacity = 20_000): CallLog {
  const ring: LoggedCall[] = [];
  const counts = {
    requests: 0,
    total: 0,
    failed: 0,
    operations: {} as Record<string, number>,
    identities: {} as Record<string, number>,
    data: {} as Record<string, number>,
  };
  let last = 0;
  return {
    heard: () => void (counts.requests += 1),
    add(call, caller, response, requestId, at) {
      const { service, operation, region } = call;
      const plane = call.effect === 'data-write' ? 'data' : 'management';
      const failed = response.status >= 400;
      const input = masked(call.input, call.model?.input()) as JsonObject;
      const errorCode = failed ? errorOf(response).code : null;
      ring.push({
        seq: ++last,
        at,
        service,
        operation,
        plane,
        region,
        account: caller.account,
        identity: caller.arn,
        input,
        status: response.status,
        errorCode,
        requestId,
      });
      if (ring.length > capacity) ring.shift();
      if (plane === 'data') {
        increase(counts.data, `${service}:${operation}`);
        return;
      }
      counts.total += 1;
      if (failed) counts.failed += 1;
      increase(counts.operations, `${service}:${operation}`);
      increase(counts.identities, caller.arn);
    },
    after: (seq) => ring.slice(Math.max(0, ring.length - Math.max(0, last - seq))),
    counts: () => structuredClone(counts),
  };
}

function increase(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
