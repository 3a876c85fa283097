import type { IncidentDocument } from '#domain/incident.ts';
import type { Channel, Digest, Notice } from '#ports/notify.ts';
import { lacking, secretOf } from './not-told.ts';
import { post } from './post.ts';

interface PagerDuty {
  readonly name: string;
  readonly keyVariable: string;
  readonly api: string;
}

/** How grave an incident is in the words of Events API v2. */
const severities: Readonly<Record<IncidentDocument['severity'], string>> = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
};
/** The API cuts a summary at 1,024 characters. */
const longestSummary = 1_024;

/** PagerDuty's Events API v2 (developer.pagerduty.com/docs/events-api-v2): one alert per incident, which our incident's id names. */
export function pagerDuty({ name, keyVariable, api }: PagerDuty): Channel {
  const enqueue = async (event: object): Promise<void> => {
    const body = JSON.stringify({ routing_key: secretOf(name, keyVariable), ...event });
    await post({ channel: name, url: `${api.replace(/\/$/, '')}/v2/enqueue`, body });
  };
  return {
    name,
    kind: 'pagerduty',
    gets: 'latest',
    storms: true,
    renews: true,
    recorded: true,
    ...lacking(keyVariable),
    async tell(notice, thread) {
      const action = actionOf(notice);
      // An alert that was never triggered needs no end.
      if (action === undefined || (action !== 'trigger' && thread === undefined)) return { thread };
      const key = notice.incident.id;
      await enqueue(action === 'trigger' ? triggered(notice) : { event_action: action, dedup_key: key });
      return { thread: key };
    },
    async digest(digest) {
      const wantsNobody = digest.over && digest.tone === 'plain';
      await enqueue(wantsNobody ? { event_action: 'resolve', dedup_key: digest.id } : triggeredByMany(digest));
      return { thread: digest.id };
    },
    async greet(text) {
      const dedup_key = 'selfheal-test';
      await enqueue({ event_action: 'trigger', dedup_key, payload: { summary: text, source: 'selfheal', severity: 'info' } });
      await enqueue({ event_action: 'resolve', dedup_key });
    },
  };
}

/** Triggered while a person is wanted, acknowledged when one answers, resolved at the end. */
function actionOf({ kind }: Notice): 'trigger' | 'acknowledge' | 'resolve' | undefined {
  switch (kind) {
    case 'opened':
    case 'asked':
    case 'page':
      return 'trigger';
    case 'answered':
      return 'acknowledge';
    case 'ended':
    case 'left':
      return 'resolve';
    case 'moved':
      return undefined;
  }
}

const triggered = ({ incident, message, insteadOf, at }: Notice): object => ({
  event_action: 'trigger',
  dedup_key: incident.id,
  client: 'Selfheal',
  ...(message.details === undefined ? {} : { client_url: message.details, links: [{ href: message.details, text: 'The whole story' }] }),
  payload: {
    summary: message.headline.slice(0, longestSummary),
    source: incident.resource.arn ?? incident.resource.id,
    severity: severities[incident.severity],
    timestamp: new Date(at).toISOString(),
    component: incident.resource.type,
    group: incident.resource.account,
    class: incident.diagnosis?.class ?? incident.class,
    custom_details: {
      ...Object.fromEntries(message.facts),
      ...(message.wants === undefined ? {} : { wanted: message.wants }),
      why: message.why.join(' '),
      [message.calls.sent ? 'sent' : 'would send']: message.calls.lines,
      ...(message.cost === undefined ? {} : { cost: message.cost }),
      ...(message.risk === undefined ? {} : { risk: message.risk }),
      ...(insteadOf === undefined ? {} : { 'told here because': `${insteadOf} could not be reached` }),
    },
  },
});

const triggeredByMany = ({ id, headline, lines, more, tone, at, details }: Digest): object => ({
  event_action: 'trigger',
  dedup_key: id,
  client: 'Selfheal',
  ...(details === undefined ? {} : { client_url: details }),
  payload: {
    summary: headline.slice(0, longestSummary),
    source: 'selfheal',
    severity: tone === 'page' ? 'critical' : 'warning',
    timestamp: new Date(at).toISOString(),
    custom_details: { incidents: lines.map(({ headline }) => headline), ...(more === 0 ? {} : { more }) },
  },
});
