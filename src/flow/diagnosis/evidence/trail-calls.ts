import { z } from 'zod';
import type { IncidentDocument } from '#domain/incident.ts';
import { AnyJson, type Json, type JsonObject } from '#domain/json.ts';
import { siteOf } from '#flow/look.ts';
import type { Tools } from '#flow/tools.ts';
import type { Output } from '#ports/cloud.ts';
import { plural } from './plural.ts';

const minuteMs = 60_000;
/** Windows begin and end at such marks, so that the questions of a storm are the same question. */
const markMs = 5 * minuteMs;

/** From so long before an event until shortly after it. */
export const windowAround = (at: number, beforeMs: number): { readonly StartTime: Date; readonly EndTime: Date } => ({
  StartTime: new Date(Math.floor((at - beforeMs) / markMs) * markMs),
  EndTime: new Date(Math.ceil((at + markMs) / markMs) * markMs),
});

/** Records a page of LookupEvents has at most (docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html). */
export const fullPage = 50;

/** ` or more` where AWS has another page. */
export const orMore = ({ NextToken: next }: { readonly NextToken?: string | undefined }): string => (next === undefined ? '' : ' or more');

/** One call as its record tells it. */
export interface TrailCall {
  readonly at: number;
  /** `s3:PutBucketPolicy` */
  readonly call: string;
  readonly by: string;
  readonly from?: string;
  readonly failed?: string;
  readonly readOnly: boolean;
  /** Set when it was a write of ours: the incident in whose name it was made. */
  readonly ours?: string;
  readonly parameters?: Json;
}

const text = z.string().optional().catch(undefined);
const Record = z.object({
  eventTime: text,
  eventSource: text,
  eventName: text,
  sourceIPAddress: text,
  errorCode: text,
  requestID: text,
  readOnly: z.boolean().optional().catch(undefined),
  userIdentity: z.object({ arn: text, type: text, invokedBy: text }).optional().catch(undefined),
  requestParameters: AnyJson.optional().catch(undefined),
});

/** The calls of a page, the newest first, without the one that the incident is about. */
export function trailCalls(
  { Events: events = [] }: Pick<Output<'cloudtrail', 'lookupEvents'>, 'Events'>,
  { signal, resource }: IncidentDocument,
  { cloud }: Tools,
): readonly TrailCall[] {
  return events.flatMap(({ CloudTrailEvent: raw, EventId: id, EventTime: time }): readonly TrailCall[] => {
    const record = Record.safeParse(parsed(raw));
    if (!record.success) return [];
    const { eventTime, eventSource, eventName, sourceIPAddress, errorCode, requestID, readOnly, userIdentity, requestParameters } =
      record.data;
    const itself = (id !== undefined && id === signal.id.split('/')[0]) || (requestID !== undefined && requestID === signal.requestId);
    if (itself || eventName === undefined) return [];
    const by = userIdentity?.arn ?? userIdentity?.invokedBy ?? userIdentity?.type ?? 'somebody';
    const session = /\/(inc-[0-9a-z]{26})$/.exec(by)?.[1];
    const ours = session !== undefined && cloud.writer(siteOf(resource), session).session === by ? session : undefined;
    return [
      {
        at: Date.parse(eventTime ?? '') || time?.getTime() || signal.at,
        call: `${eventSource?.split('.')[0] ?? 'aws'}:${eventName}`,
        by,
        readOnly: readOnly ?? false,
        ...(sourceIPAddress === undefined ? {} : { from: sourceIPAddress }),
        ...(errorCode === undefined ? {} : { failed: errorCode }),
        ...(ours === undefined ? {} : { ours }),
        ...(requestParameters == null ? {} : { parameters: requestParameters }),
      },
    ];
  });
}

function parsed(raw: string | undefined): unknown {
  try {
    return JSON.parse(raw ?? 'null');
  } catch {
    return undefined;
  }
}

const optional = (fields: JsonObject): JsonObject => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** A call of an actor who is known, as it is kept. */
export const actorCallData = ({ at, call, from, failed, readOnly }: TrailCall): JsonObject =>
  optional({ at: moment(at), call, from, failed, readOnly });

/** A change of a resource that is known, as it is kept: with what it asked for. */
export const changeData = ({ at, call, by, from, failed, ours, parameters }: TrailCall): JsonObject =>
  optional({ at: moment(at), call, by, from, failed, ours, parameters });

/** `9 × s3:GetBucketAcl, 3 × iam:ListUsers and 4 others`: the commonest first. */
export function counted(names: readonly string[], most = 4): string {
  const counts = [...Map.groupBy(names, (name) => name)].map(([name, all]) => ({ name, count: all.length }));
  const sorted = counts.toSorted((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1));
  const rest = sorted.slice(most).reduce((sum, { count }) => sum + count, 0);
  const shown = sorted.slice(0, most).map(({ name, count }) => (count === 1 ? name : `${count} × ${name}`));
  return `${shown.join(', ')}${rest === 0 ? '' : ` and ${plural(rest, 'other')}`}`;
}

/** `2026-11-20 03:00:07Z` */
export const moment = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;
