import type { IncidentDocument } from '#domain/incident.ts';
import { type Json, type JsonObject } from '#domain/json.ts';
import { redacted } from '#domain/redaction/redact.ts';
import type { Message, NoticeKind } from '#ports/notify.ts';
import { said } from './said.ts';

/** Letters; EventBridge and SNS take 256 KB in all. */
const longestText = 2_000;

/** A notice for programs: JSON that others rely on, described in docs/channels.md; version 1 only ever gets more fields. */
export function documentOf(id: string, kind: NoticeKind, at: number, incident: IncidentDocument, message: Message): JsonObject {
  const { resource, diagnosis, decision, plan, sent, signal } = incident;
  const document = {
    version: 1,
    notice: id,
    kind,
    at: new Date(at).toISOString(),
    headline: message.headline,
    incident: {
      id: incident.id,
      stage: incident.stage,
      title: said(incident.title),
      class: diagnosis?.class ?? incident.class,
      severity: incident.severity,
      score: diagnosis?.score ?? null,
      confidence: diagnosis?.confidence ?? null,
      resource: { type: resource.type, id: resource.id, arn: resource.arn ?? null, account: resource.account, region: resource.region },
      actor: signal.actor?.arn ?? null,
      detection: incident.detection,
      action: incident.action?.id ?? null,
      openedAt: new Date(incident.openedAt).toISOString(),
      closedAt: incident.closedAt === undefined ? null : new Date(incident.closedAt).toISOString(),
      verdict: decision?.verdict ?? null,
      why: said(incident.why, longestText),
      wrong: diagnosis?.wrong === undefined ? null : said(diagnosis.wrong, longestText),
    },
    plan:
      plan === undefined
        ? null
        : {
            hash: plan.hash,
            calls: message.calls.sent ? [] : message.calls.lines,
            monthlyUsd: plan.cost.monthlyUsd,
            onceUsd: plan.cost.onceUsd,
          },
    sent: sent.map(({ service, operation, outcome, requestId }) => ({
      call: `${service}:${operation}`,
      outcome,
      requestId: requestId ?? null,
    })),
    waits: message.plan !== undefined,
    details: message.details ?? null,
  } satisfies Json;
  return redacted(document);
}
