import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { asHealError } from '#domain/heal-error.ts';
import type { JsonObject } from '#domain/json.ts';
import type { CallLog } from './call-log.ts';
import { cloudTrailEvent } from './decode/cloudtrail-event.ts';
import { type DecodedCall, decodeCall } from './decode/decoded-call.ts';
import type { WireRequest } from './decode/wire-request.ts';
import type { WireResponse } from './decode/wire-response.ts';
import { type Afterwards, derivedEvents } from './derived-events.ts';
import type { EventStream } from './event-stream.ts';
import { type Fault, type FaultFunction, faultAnswer } from './fault.ts';
import type { Caller, Identities } from './identities.ts';
import { invokeHandler, type LambdaHandler } from './lambda-handlers.ts';
import { keepLastBackup } from './last-backup.ts';
import { lookUpEvents } from './look-up-events.ts';
import { newRequestId, withRequestId } from './request-id.ts';
import type { Upstream } from './upstream.ts';
import { type WireError, wireError } from './wire-error.ts';

/** What an exchange works with. */
export interface ExchangeWorld {
  readonly upstream: Upstream;
  readonly identities: Identities;
  readonly handlers: ReadonlyMap<string, LambdaHandler>;
  readonly log: CallLog;
  readonly events: EventStream;
  readonly fault: FaultFunction;
}

/** One AWS call from request to answer: faults, handlers, the emulator, its request id, the log, and afterwards the events. */
export async function exchange(world: ExchangeWorld, request: WireRequest, sourceIp: string, response: ServerResponse): Promise<void> {
  if (request.path.startsWith('/moto-api/')) return passThrough(world, request, response);
  const call = await decodeCall(request);
  try {
    await carryOut(world, request, call, sourceIp, response);
  } catch (error) {
    const { message } = asHealError(error);
    const answer = errorResponse(call, { status: 503, code: 'ServiceUnavailable', message }, newRequestId(call.protocol));
    deliver(request, response, answer, undefined);
  }
}

async function carryOut(
  world: ExchangeWorld,
  request: WireRequest,
  call: DecodedCall,
  sourceIp: string,
  response: ServerResponse,
): Promise<void> {
  const at = Date.now();
  const left = new Promise<void>((resolve) => response.once('close', resolve));
  const caller = await world.identities.of(call);
  const requestId = newRequestId(call.protocol);
  const asked = {
    service: call.service,
    operation: call.operation,
    region: call.region,
    account: caller.account,
    accessKey: call.accessKey,
    mutating: call.mutating,
  };
  const fault = world.fault(asked);
  if (fault?.kind === 'cut') return void response.destroy();
  if (fault?.kind === 'delay') await sleep(fault.ms);
  const refusal = fault === undefined ? undefined : faultAnswer(fault, asked, call.protocol);
  const afterwards = refusal === undefined ? await prepare(world, call) : undefined;
  const answer =
    refusal === undefined
      ? await answerOf(world, request, call, { requestId, account: caller.account })
      : errorResponse(call, refusal, requestId);
  world.identities.learn(call, answer);
  if (call.mutating) world.log.add(call, caller, answer, requestId, at);
  const recorded = { call, request, response: answer, requestId, userIdentity: caller.userIdentity, account: caller.account, sourceIp, at };
  const events = isRecorded(call, answer) ? [cloudTrailEvent(recorded)] : [];
  void left.then(() => publish(world, events, answer, caller, afterwards));
  deliver(request, response, answer, fault);
}

/** AWS would know nothing of a call that only the emulator lacks. */
function isRecorded(call: DecodedCall, answer: WireResponse): boolean {
  return (call.effect === 'write' || call.effect === 'session') && answer.status !== 501;
}

/** The emulator's own interface; a reset makes all keys unknown. */
async function passThrough(world: ExchangeWorld, request: WireRequest, response: ServerResponse): Promise<void> {
  const answer = await world.upstream.forward({ ...request, path: request.target });
  if (request.path.startsWith('/moto-api/reset')) world.identities.clear();
  deliver(request, response, answer, undefined);
}

async function prepare(world: ExchangeWorld, call: DecodedCall): Promise<Afterwards | undefined> {
  await keepLastBackup(call, world.upstream);
  return derivedEvents(call, world.upstream);
}

async function answerOf(
  world: ExchangeWorld,
  request: WireRequest,
  call: DecodedCall,
  { requestId, account }: { readonly requestId: string; readonly account: string },
): Promise<WireResponse> {
  const handled = lookUpEvents(call, account, world.events) ?? (await invokeHandler(call, request, world.handlers));
  const answer = handled ?? (await world.upstream.forward({ ...request, path: request.target }));
  if (answer.status >= 400 && answer.body.subarray(0, 15).toString().toLowerCase() === '<!doctype html>') {
    const message = `The emulator (moto) cannot do ${call.service}:${call.operation} (it answered ${answer.status}). This works on a real account only.`;
    return errorResponse(call, { status: 501, code: 'NotImplemented', message }, requestId);
  }
  return withRequestId(answer, requestId, call.operation === 'GetObject');
}

function errorResponse(call: DecodedCall, error: WireError, requestId: string): WireResponse {
  const { headers, body } = wireError(call.protocol, error, requestId);
  return withRequestId({ status: error.status, headers, body: Buffer.from(body) }, requestId, false);
}

function deliver(request: WireRequest, response: ServerResponse, { status, headers, body }: WireResponse, fault: Fault | undefined): void {
  if (fault?.kind === 'cut-after') return void response.destroy();
  const { connection: _, 'transfer-encoding': __, ...kept } = headers;
  const bodiless = request.method === 'HEAD' || status === 204 || status === 304;
  response.writeHead(status, bodiless ? kept : { ...kept, 'content-length': String(body.length) }).end(bodiless ? undefined : body);
}

/** After the answer has left, as on AWS. What follows from the call comes behind it. */
async function publish(
  world: ExchangeWorld,
  events: readonly JsonObject[],
  answer: WireResponse,
  caller: Caller,
  afterwards: Afterwards | undefined,
): Promise<void> {
  for (const event of events) world.events.publish(event);
  if (afterwards === undefined || answer.status >= 300) return;
  for (const event of await afterwards(answer, caller.account).catch(() => [])) world.events.publish(event);
}
