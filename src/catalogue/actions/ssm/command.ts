import { z } from 'zod';
import type { Call } from '#domain/call.ts';
import { canonical, type Json } from '#domain/json.ts';
import { call, type Reader } from '#ports/cloud.ts';
import type { CommandDocument } from './documents.ts';

/** How far back a run counts as the present one. */
const recentMs = 30 * 60_000;
const longestOutput = 1_000;
const underWay = new Set(['Pending', 'InProgress', 'Delayed', 'Cancelling']);

const InstalledDocument = z.object({ ours: z.boolean(), version: z.string(), hash: z.string() });
export const CommandState = z.object({
  /** The agent on the instance answers. */
  online: z.boolean(),
  platform: z.string().optional(),
  /** The document as it stands in the account; nothing when it is not there. */
  document: InstalledDocument.optional(),
  /** The alarm that an event named: without one nothing is known of the instance. */
  alarm: z.object({ ringing: z.boolean(), ofInstance: z.boolean() }).optional(),
  /** The newest run of the document on the instance, with the end of what it printed. */
  last: z.object({ status: z.string(), output: z.string() }).optional(),
});
export type CommandState = z.infer<typeof CommandState>;

interface Wanted {
  readonly instanceId: string;
  readonly alarm: string | undefined;
  readonly document: CommandDocument;
}

export async function observeCommand(reader: Reader, { instanceId, alarm, document }: Wanted): Promise<CommandState> {
  const [agent, installed, watched, last] = await Promise.all([
    reader.read('ssm', 'describeInstanceInformation', { Filters: [{ Key: 'InstanceIds', Values: [instanceId] }] }),
    readInstalled(reader, document),
    alarm === undefined ? undefined : readAlarm(reader, instanceId, alarm),
    readLast(reader, instanceId, document.name),
  ]);
  const found = agent.InstanceInformationList?.find(({ InstanceId }) => InstanceId === instanceId);
  return { online: found?.PingStatus === 'Online', platform: found?.PlatformType, document: installed, alarm: watched, last };
}

/** Why the command must not be run here. */
export function whyNotRun({ online, platform, document, alarm, last }: CommandState, { name }: CommandDocument): string | undefined {
  if (alarm !== undefined && !alarm.ofInstance) return 'the alarm does not watch this instance';
  if (!online) return 'the Systems Manager agent of the instance does not answer';
  if (platform !== 'Linux') return `the commands are for Linux, and the instance runs ${platform ?? 'something unknown'}`;
  if (document === undefined) return `the document ${name} is not in this account: its runbook says how to put it there`;
  if (!document.ours) return `the document ${name} in this account is not the one that Selfheal knows: somebody changed it`;
  const failed = last !== undefined && last.status !== 'Success' && !underWay.has(last.status);
  return failed ? `the last run ended as ${last.status}: ${last.output}` : undefined;
}

/** The alarm rings, and no run is under way that may still help. */
export const isDue = ({ alarm, last }: CommandState): boolean =>
  alarm?.ringing === true && !(last !== undefined && underWay.has(last.status));

/** What comes after a run: the alarm is quiet. */
export const quiet = (state: CommandState): CommandState =>
  isDue(state) && state.alarm !== undefined ? { ...state, alarm: { ...state.alarm, ringing: false } } : state;

/** Runs the very version of the document that was looked at: AWS refuses when its hash is another. */
export function run(
  state: CommandState,
  { instanceId, document }: Pick<Wanted, 'instanceId' | 'document'>,
  parameters: Readonly<Record<string, string>>,
): readonly Call[] {
  if (!isDue(state) || state.document === undefined) return [];
  return [
    call('ssm', 'sendCommand', {
      DocumentName: document.name,
      DocumentVersion: state.document.version,
      DocumentHash: state.document.hash,
      DocumentHashType: 'Sha256',
      InstanceIds: [instanceId],
      Parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, [value]])),
      TimeoutSeconds: 120,
    }),
  ];
}

async function readInstalled(reader: Reader, { name, content }: CommandDocument): Promise<z.infer<typeof InstalledDocument> | undefined> {
  const found = await reader.find('ssm', 'describeDocument', { Name: name }, ['InvalidDocument']);
  const version = found?.Document?.DocumentVersion;
  if (version === undefined) return undefined;
  const { Content = '' } = await reader.read('ssm', 'getDocument', { Name: name, DocumentVersion: version, DocumentFormat: 'JSON' });
  return { ours: canonical(parsed(Content)) === canonical(content), version, hash: found?.Document?.Hash ?? '' };
}

function parsed(text: string): Json {
  try {
    const json: Json = JSON.parse(text);
    return json;
  } catch {
    return null;
  }
}

async function readAlarm(reader: Reader, instanceId: string, name: string): Promise<CommandState['alarm']> {
  const { MetricAlarms = [] } = await reader.read('cloudwatch', 'describeAlarms', { AlarmNames: [name], AlarmTypes: ['MetricAlarm'] });
  const alarm = MetricAlarms.find(({ AlarmName }) => AlarmName === name);
  if (alarm === undefined) return undefined;
  const dimensions = [
    ...(alarm.Dimensions ?? []),
    ...(alarm.Metrics ?? []).flatMap(({ MetricStat }) => MetricStat?.Metric?.Dimensions ?? []),
  ];
  const ofInstance = dimensions.some(({ Name, Value }) => Name === 'InstanceId' && Value === instanceId);
  return { ringing: alarm.StateValue === 'ALARM', ofInstance };
}

async function readLast(reader: Reader, instanceId: string, document: string): Promise<CommandState['last']> {
  const { CommandInvocations = [] } = await reader.read('ssm', 'listCommandInvocations', {
    InstanceId: instanceId,
    Details: true,
    Filters: [
      { key: 'DocumentName', value: document },
      { key: 'InvokedAfter', value: new Date(reader.now() - recentMs).toISOString() },
    ],
  });
  const [newest] = CommandInvocations.toSorted((a, b) => (b.RequestedDateTime?.getTime() ?? 0) - (a.RequestedDateTime?.getTime() ?? 0));
  if (newest === undefined) return undefined;
  const output = (newest.CommandPlugins ?? []).map(({ Output = '' }) => Output.trim()).join('\n');
  return { status: newest.Status ?? 'Pending', output: output.slice(-longestOutput) };
}
