import { isObject, objectAt, textAt } from '#catalogue/sources/fields.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import type { ReportMeaning } from '#domain/meaning.ts';
import { findingOf } from './finding-of.ts';
import { type Leaf, leavesOf } from './walk-json.ts';

/** What AWS itself states in an event that is no call: a finding, a state, an announcement. Everything that states no trouble is normal. */
export function reportOf(document: Json): ReportMeaning | undefined {
  if (!isObject(document)) return undefined;
  return findingOf(document) ?? stoppedTask(document) ?? health(document) ?? stated(document);
}

const failure = (why: string): ReportMeaning => ({ about: 'report', class: 'failure', severity: 'medium', why });
const normal = (why: string): ReportMeaning => ({ about: 'report', class: 'normal', severity: 'low', why });

/** A task that was asked to stop has done what it should; a container that ended by itself with an error has not (docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html). */
function stoppedTask(document: JsonObject): ReportMeaning | undefined {
  if (document['detail-type'] !== 'ECS Task State Change' || textAt(document, 'detail', 'lastStatus') !== 'STOPPED') return undefined;
  const detail = objectAt(document, 'detail');
  const code = textAt(detail, 'stopCode');
  if (code === 'UserInitiated' || code === 'ServiceSchedulerInitiated') return normal(`the task was stopped: ${code}`);
  const exit = [...leavesOf(detail['containers'])].find(({ path, value }) => path.at(-1) === 'exitcode' && Number(value) !== 0)?.value;
  if (exit !== undefined) return failure(`a container of the task ended with exit code ${String(exit)}`);
  const reason = textAt(detail, 'stoppedReason') ?? '';
  return code === 'TaskFailedToStart' || code === 'SpotInterruption' || troubled(reason)
    ? failure(`the task stopped: ${code ?? reason}`)
    : normal(`the task stopped: ${code ?? 'no reason is given'}`);
}

/** Only an open issue is trouble; announcements and scheduled changes are not (docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html). */
function health(document: JsonObject): ReportMeaning | undefined {
  const category = textAt(document, 'detail', 'eventTypeCategory');
  if (document['source'] !== 'aws.health' || category === undefined) return undefined;
  const code = textAt(document, 'detail', 'eventTypeCode') ?? 'an event';
  const status = textAt(document, 'detail', 'statusCode') ?? 'open';
  return category === 'issue' && status !== 'closed'
    ? failure(`AWS Health: ${code} is ${status}`)
    : normal(`AWS Health: ${code}, ${category}, ${status}`);
}

/** Names of the members in which services state how something is. */
const stateName =
  /^((?!previous|old|desired|prior|last_?known)[\w-]*(state|status|statuscode|result|outcome)|newstatevalue|newstatus|alarm_state|conclusion|health)$/;
const kindName =
  /^(event|eventtype|event-?type|eventname|type|sub-?type|severity|level|code|reason|reasoncode|errorcode|eventcategories|eventcategory|cause)$/;
/** Members that describe what was asked for or what was before. */
const aside =
  /^(previous|old|prior|configuration|metrics?|request|parameters|requestparameters|input|tags|resources|trigger|template|environment)/;

function stated(document: JsonObject): ReportMeaning {
  const leaves = [...leavesOf(body(document))].filter(({ path }) => !path.some((name) => aside.test(name)));
  const states = leaves.filter(isState);
  const type = textAt(document, 'detail-type');
  const bad = states.find((state) => troubled(String(state.value)) || warned.test(words(String(state.value))) || raised(state));
  if (bad !== undefined) return failure(`${bad.path.join('.')} is ${short(bad.value)}`);
  if (type !== undefined && troubledType.test(words(type))) return failure(`AWS calls it "${type}"`);
  const isWell = states.some(({ value }) => well.test(words(String(value))));
  if (type !== undefined && !isWell && warningType.test(words(type))) return failure(`AWS calls it "${type}"`);
  const kinds = leaves.filter(({ path }) => kindName.test(path.at(-1) ?? ''));
  const kind = isWell ? undefined : kinds.find(({ value }) => troubled(String(value)));
  if (kind !== undefined) return failure(`${kind.path.join('.')} is ${short(kind.value)}`);
  const [state] = states;
  return normal(
    state === undefined ? `nothing in "${type ?? 'the document'}" states trouble` : `${state.path.join('.')} is ${short(state.value)}`,
  );
}

/** The event's own part: EventBridge's `detail`, what CloudWatch hands to a function, or the document. */
function body(document: JsonObject): Json | undefined {
  return document['detail'] ?? document['alarmData'] ?? document;
}

const isState = ({ path }: Leaf): boolean =>
  stateName.test(path.at(-1) ?? '') || (path.at(-1) === 'value' && /^(state|status)$/.test(path.at(-2) ?? ''));

const short = (value: Leaf['value']): string => String(value).slice(0, 60);

/** `TERMINATED_WITH_ERRORS` and `MatchmakingFailed` as words. */
const words = (text: string): string =>
  text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[^A-Za-z]+/g, ' ')
    .toLowerCase()
    .trim();

/** Words in which AWS's services state trouble: their states were read in their EventBridge references. */
const trouble =
  /\b(fail(ed|ure|ures|ing|s)?|errors?|errored|unsuccessful|unhealthy|impaired|impairment|degraded|degradation|timed out|time ?out|abort(ed|ing)?|alarm|fatal|critical|stuck|unreachable|unavailable|unable|inaccessible( .*)?|incompatible( .*)?|interruption|interrupted|exceeded|expired|rejected|crashed|lost|faulted|fault|invalid|severe|inoperable|storage full|low storage|out of memory|exhausted|unsupported|rollback( .*)?)\b/;
const untroubled = /\b(no|without|zero) (fail\w*|errors?)\b/;
/** A check that answers "warning" found something; a message of that level need not. */
const warned = /^(warn|warning|yellow|red|not ok|down|overdue|breached|breaching)$/;
/** MediaLive sets and clears its alarms. */
const raised = ({ path, value }: Leaf): boolean => /^alarm[_-]?state$/.test(path.at(-1) ?? '') && /^set$/i.test(String(value));
const well =
  /^(ok|success|successful|succeeded|complete|completed|available|passed|resolved|closed|cleared|healthy|running|active|in progress|started|starting|pending|ready|green)$/;
const troubledType =
  /\b(unsuccessful|failed|failure|failures|errors?|unhealthy|impaired|degraded|interruption|timed out|timeout|rejected|exceeded|unable|unreachable|unavailable)\b/;

/** A name that warns by itself, where no state of the same event says that all is well again. */
const warningType = /\b(alert|problem detected|blocked|expiration|expired|expiring)\b/;

const troubled = (text: string): boolean => text.length <= 200 && trouble.test(words(text)) && !untroubled.test(words(text));
