import { asHealError } from '#domain/heal-error.ts';
import type { Peek } from '#ports/surroundings.ts';
import { clippedText } from './bounded.ts';
import { defineCollector, type Item } from './define-collector.ts';
import { plural } from './plural.ts';
import { known } from './scene.ts';

const minuteMs = 60_000;
const beforeMs = 15 * minuteMs;
const mostGroups = 3;
const mostLines = 50;

/** Lines that speak of something going wrong, in CloudWatch's filter syntax: any of these terms (docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html). */
const pattern =
  '?ERROR ?Error ?error ?FATAL ?Fatal ?fatal ?Exception ?exception ?Traceback ?panic ?denied ?refused ?"timed out" ?OutOfMemory ?OOM';

/** The same for what is answered: not every endpoint knows the filter's syntax. */
const terms = /error|fatal|exception|traceback|panic|denied|refused|timed out|outofmemory|OOM/i;

/** What its logs say of errors, from a quarter of an hour before until now. */
export const logLines = defineCollector({
  kind: 'logs',
  source: 'logs FilterLogEvents',
  reads: [{ service: 'logs', operation: 'filterLogEvents' }],
  share: 0.9,
  limitBytes: 12_288,
  appliesTo: ({ around }) => around.logGroups.length > 0 || around.look !== undefined,
  async collect({ around, found, incident: { signal }, now }, { here }) {
    const more = (await known(found))?.logGroups ?? [];
    const groups = [...new Set([...more, ...around.logGroups])].slice(0, mostGroups);
    const span = { from: Math.floor((signal.at - beforeMs) / minuteMs) * minuteMs, to: now };
    const items = await Promise.all(groups.map((group) => linesOf(group, span, here)));
    return items.flatMap((item) => item ?? []);
  },
});

async function linesOf(group: string, { from, to }: { readonly from: number; readonly to: number }, here: Peek): Promise<Item | undefined> {
  const page = await here('logs', 'filterLogEvents', {
    logGroupName: group,
    startTime: from,
    endTime: Math.ceil(to / minuteMs) * minuteMs,
    filterPattern: pattern,
    limit: mostLines,
  }).catch((thrown: unknown) => {
    if (asHealError(thrown).code === 'no-such-resource') return undefined;
    throw thrown;
  });
  if (page === undefined) return undefined;
  const lines = (page.events ?? [])
    .filter(({ message = '' }) => terms.test(message))
    .map(({ timestamp = to, message = '', logStreamName = '' }) => ({
      at: timestamp,
      message: message.trimEnd(),
      stream: logStreamName,
    }));
  const last = lines.at(-1);
  const more = page.nextToken === undefined ? '' : ' or more';
  if (last === undefined)
    return {
      what: `${group} has no line about an error${more === '' ? '' : ' in its first part'} since a quarter of an hour before`,
      at: to,
    };
  const streams = [...Map.groupBy(lines, ({ stream }) => stream)].map(([stream, all]) => ({
    stream,
    lines: all.map(({ at, message }) => ({ at: new Date(at).toISOString(), message: clippedText(message, 1_500) })),
  }));
  return {
    what: `${plural(lines.length, 'line', more)} of ${group} speak${lines.length === 1 && more === '' ? 's' : ''} of errors; one of the last: ${clippedText(last.message, 160)}`,
    at: last.at,
    data: { group, streams },
  };
}
