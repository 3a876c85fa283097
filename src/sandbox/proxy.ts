import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asHealError } from '#domain/heal-error.ts';
import type { JsonObject } from '#domain/json.ts';
import { type CallCounts, callLog, type LoggedCall } from './call-log.ts';
import { control } from './control.ts';
import type { WireRequest } from './decode/wire-request.ts';
import { type EventStream, eventStream } from './event-stream.ts';
import { exchange } from './exchange.ts';
import { type FaultFunction, type FaultList, listedFaults } from './fault.ts';
import { identities } from './identities.ts';
import type { LambdaHandler } from './lambda-handlers.ts';
import { addressInUse } from './port-holder.ts';
import { flat, upstream } from './upstream.ts';

export interface ProxyOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Where the emulator listens; requests wait while it is still starting. */
  readonly upstream: string | Promise<string>;
  /** Marks the sandbox's own calls to the emulator. */
  readonly token?: string;
  readonly handlers?: Readonly<Record<string, LambdaHandler>>;
  readonly fault?: FaultFunction;
  readonly onEvent?: (event: JsonObject) => void;
}

/** The recording proxy before the emulator: forwards every call and tells the stream what AWS would have told EventBridge. */
export interface Proxy {
  readonly url: string;
  readonly port: number;
  readonly events: EventStream;
  /** `undefined` takes the handler away again. */
  setHandler(functionName: string, handler: LambdaHandler | undefined): void;
  /** `undefined` makes everything go well again. */
  setFault(fault: FaultFunction | undefined): void;
  counts(): CallCounts;
  /** The writes after a sequence number, 0 for all that are kept. */
  calls(after?: number): readonly LoggedCall[];
  close(): Promise<void>;
}

/** Starts the proxy on 127.0.0.1. Throws `address-in-use`, which names the holder of the port. */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const events = eventStream();
  if (options.onEvent !== undefined) {
    const { onEvent } = options;
    events.subscribe(({ event }) => onEvent(event));
  }
  const emulator = upstream(options.upstream, options.token ?? randomBytes(16).toString('hex'));
  const handlers = new Map(Object.entries(options.handlers ?? {}));
  const log = callLog();
  let fault = options.fault;
  let listed = listedFaults([]);
  const setListedFaults = (list: FaultList): void => {
    listed = listedFaults(list);
  };
  const world = {
    upstream: emulator,
    identities: identities(emulator),
    handlers,
    log,
    events,
    fault: ((request) => fault?.(request) ?? listed(request)) satisfies FaultFunction,
  };

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    if (request.path.startsWith('/_selfheal/')) control(request, response, { events, log, setFaults: setListedFaults });
    else {
      log.heard();
      await exchange(world, request, incoming.socket.remoteAddress ?? '127.0.0.1', response);
    }
  };
  const server = createServer({ maxHeaderSize: 65_536, keepAliveTimeout: 65_000, requestTimeout: 0 }, (incoming, response) => {
    serve(incoming, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502, { 'content-type': 'application/json' }).end(JSON.stringify(asHealError(error)));
    });
  });
  try {
    server.listen(options.port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? await addressInUse(options.port) : error;
  }
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    events,
    setHandler(name, handler) {
      if (handler === undefined) handlers.delete(name);
      else handlers.set(name, handler);
    },
    setFault(next) {
      fault = next;
    },
    counts: log.counts,
    calls: (after = 0) => log.after(after),
    async close() {
      events.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const target = (incoming.url ?? '/').replace(/^https?:\/\/[^/]+/, '') || '/';
  const mark = target.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    target,
    headers: flat(incoming.headers),
    body: Buffer.concat(chunks),
  };
}
