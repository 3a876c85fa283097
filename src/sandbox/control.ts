import type { ServerResponse } from 'node:http';
import type { CallLog } from './call-log.ts';
import type { WireRequest } from './decode/wire-request.ts';
import type { EventStream } from './event-stream.ts';
import { FaultList } from './fault.ts';

/** What the control paths give access to. */
export interface Controlled {
  readonly events: EventStream;
  readonly log: CallLog;
  setFaults(list: FaultList): void;
}

/** Answers `/_selfheal/events`, `counts`, `calls`, `health` and `faults`. Pages of other sites are refused: this port is for programs on this machine. */
export function control(request: WireRequest, response: ServerResponse, { events, log, setFaults }: Controlled): void {
  if (request.headers['origin'] !== undefined) return answer(response, 403, { error: 'requests of web pages are refused' });
  const after = Math.max(0, Number(request.query.get('after') ?? 0) || 0);
  switch (`${request.method} ${request.path.slice('/_selfheal/'.length)}`) {
    case 'GET health':
      return answer(response, 200, { ok: true, stream: events.id, last: events.last });
    case 'GET counts':
      return answer(response, 200, log.counts());
    case 'GET calls':
      return answer(response, 200, { calls: log.after(after) });
    case 'GET events':
      return events.serve(response, after, request.query.get('follow') === '1');
    case 'POST faults':
      return takeFaults(request, response, setFaults);
    default:
      return answer(response, 404, { error: `no such path: ${request.method} ${request.path}` });
  }
}

function takeFaults(request: WireRequest, response: ServerResponse, setFaults: Controlled['setFaults']): void {
  const parsed = FaultList.safeParse(parseJson(request.body.toString('utf8')));
  if (!parsed.success) return answer(response, 400, { error: parsed.error.message });
  setFaults(parsed.data);
  answer(response, 200, { faults: parsed.data.length });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body));
}
