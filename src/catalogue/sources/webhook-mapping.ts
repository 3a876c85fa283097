import { compile } from 'json-p3';
import { isPath, type Webhook } from '#config/webhook.ts';
import { canonical, type Json, type JsonObject, sha256 } from '#domain/json.ts';
import type { Drop } from '#domain/signal.ts';
import { isAccount, isRegion } from './resource-name.ts';

/** How the source of such an event begins; the name of the webhook follows. */
export const webhookPrefix = 'webhook.';

const longestText = 500;
const severities = ['low', 'medium', 'high', 'critical'];
/** A number of seconds has fewer digits than one of milliseconds until the year 5138. */
const firstMilliseconds = 1e11;

/** The document of a webhook as an event in EventBridge's shape, or why its mapping does not fit it. The document stays whole in `detail.body`. */
export function webhookEvent(name: string, webhook: Webhook, body: Json, receivedAt: number): JsonObject | Drop {
  const document: Json = JSON.parse(JSON.stringify(body));
  const problems: string[] = [];
  const read = <T>(field: string, value: string, as: (found: Json) => T | undefined, expected: string): T | undefined => {
    const found = valueOf(value, document);
    const fits = found === undefined || found === null ? undefined : as(found);
    if (fits === undefined) problems.push(`${field}: ${value} ${found === undefined ? 'finds nothing' : `finds no ${expected}`}`);
    return fits;
  };
  const { severity, at, id, control } = webhook;
  const account = read('account', webhook.account, matching(isAccount), 'account id');
  const region = read('region', webhook.region, matching(isRegion), 'region');
  const type = read(
    'resource.type',
    webhook.resource.type,
    matching((each) => /^AWS::\w*::\w+$/.test(each)),
    "type of CloudFormation's",
  );
  const resource = read('resource.id', webhook.resource.id, text, 'text');
  const title = read('title', webhook.title, text, 'text');
  const level = severity === undefined ? undefined : read('severity', severity, severityOf, 'severity');
  const time = at === undefined ? receivedAt : read('at', at, timeIn, 'time');
  const key = id === undefined ? sha256(canonical(document)).slice(0, 32) : read('id', id, text, 'text');
  const failed = control === undefined ? undefined : read('control', control, text, 'text');
  if (problems.length > 0 || time === undefined)
    return { because: 'mapping-does-not-fit', detail: `webhook ${name}: ${problems.join('; ')}` };
  return {
    version: '0',
    id: `${name}/${key}`,
    'detail-type': 'Webhook',
    source: `${webhookPrefix}${name}`,
    account,
    time: new Date(time).toISOString(),
    region,
    resources: [],
    detail: {
      title,
      ...(level === undefined ? {} : { severity: level }),
      ...(failed === undefined ? {} : { control: failed }),
      resource: { type, id: resource },
      body: document,
    },
  };
}

function valueOf(value: string, document: Json): Json | undefined {
  if (!isPath(value)) return value;
  const found = compile(value).match(JSON.parse(JSON.stringify(document)))?.value;
  return found === undefined ? undefined : JSON.parse(JSON.stringify(found));
}

/** Some tools write account ids and their own ids as numbers. */
function text(found: Json): string | undefined {
  const written = typeof found === 'number' ? String(found) : typeof found === 'string' ? found.trim() : '';
  return written === '' ? undefined : written.slice(0, longestText);
}

const matching =
  (fits: (each: string) => boolean) =>
  (found: Json): string | undefined => {
    const written = text(found);
    return written !== undefined && fits(written) ? written : undefined;
  };

function severityOf(found: Json): string | undefined {
  const level = text(found)?.toLowerCase();
  return severities.find((each) => each === level);
}

/** Epoch milliseconds of an ISO time or of an epoch in seconds or milliseconds. */
function timeIn(found: Json): number | undefined {
  const number = typeof found === 'number' ? found : Number.NaN;
  const time = Number.isNaN(number) ? Date.parse(text(found) ?? '') : number < firstMilliseconds ? number * 1000 : number;
  return Number.isNaN(time) || Math.abs(time) > 8.64e15 ? undefined : Math.round(time);
}
