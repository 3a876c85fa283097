import { type Answered, type Arrived, loopbackServer } from './loopback-server.ts';

/** An alert by its `dedup_key`, as PagerDuty keeps it. */
export interface Alert {
  readonly status: 'triggered' | 'acknowledged' | 'resolved';
  readonly summary: string;
  readonly severity: string;
  readonly log: readonly string[];
}

const routingKey = 'a'.repeat(32);

/** PagerDuty's Events API v2 on loopback (developer.pagerduty.com/docs/events-api-v2-overview): alerts are triggered, acknowledged and resolved by their key. */
export async function pagerDutyApi() {
  const alerts = new Map<string, Alert>();
  const answer = ({ path, body }: Arrived): Answered => {
    if (path !== '/v2/enqueue') return { status: 404 };
    const event = JSON.parse(body);
    const errors = wrongWith(event);
    if (errors.length > 0) return { status: 400, body: { status: 'invalid event', message: 'Event object is invalid', errors } };
    const key: string = event.dedup_key ?? `generated-${alerts.size}`;
    const before = alerts.get(key);
    const after = next(before, event);
    if (after !== undefined) alerts.set(key, { ...after, log: [...(before?.log ?? []), event.event_action] });
    return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: key } };
  };
  const server = await loopbackServer(answer);
  return { ...server, routingKey, alerts };
}

function next(
  before: Alert | undefined,
  { event_action, payload }: { event_action: string; payload?: { summary: string; severity: string } },
) {
  if (event_action === 'trigger') return { status: before?.status === 'acknowledged' ? 'acknowledged' : 'triggered', ...payload } as Alert;
  if (before === undefined || before.status === 'resolved') return undefined;
  return { ...before, status: event_action === 'acknowledge' ? 'acknowledged' : 'resolved' } as const;
}

function wrongWith(event: Readonly<Record<string, unknown>>): readonly string[] {
  const { routing_key, event_action, payload, dedup_key } = event;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const problems: string[] = [];
  if (routing_key !== routingKey) problems.push("'routing_key' is invalid");
  if (!['trigger', 'acknowledge', 'resolve'].includes(text(event_action))) problems.push("'event_action' is invalid");
  if (text(dedup_key).length > 255) problems.push("'dedup_key' is too long");
  if (event_action !== 'trigger') return text(dedup_key) === '' ? [...problems, "'dedup_key' is missing"] : problems;
  const fields = typeof payload === 'object' && payload !== null ? Object.fromEntries(Object.entries(payload)) : {};
  for (const name of ['summary', 'source'] as const) if (text(fields[name]) === '') problems.push(`'payload.${name}' is missing or blank`);
  if (text(fields['summary']).length > 1_024) problems.push("'payload.summary' is too long");
  if (!['critical', 'error', 'warning', 'info'].includes(text(fields['severity']))) problems.push("'payload.severity' is invalid");
  if (fields['timestamp'] !== undefined && Number.isNaN(Date.parse(text(fields['timestamp']))))
    problems.push("'payload.timestamp' is invalid");
  return problems;
}
