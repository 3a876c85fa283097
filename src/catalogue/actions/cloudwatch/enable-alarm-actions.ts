import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import type { Tags } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { call, type Reader } from '#ports/cloud.ts';

export const enableAlarmActions = defineAction({
  id: 'cloudwatch.enable-alarm-actions',
  title: 'Let an alarm call for help again',
  resource: 'AWS::CloudWatch::Alarm',
  heals: ['securityhub:CloudWatch.17', 'config:cloudwatch-alarm-action-enabled-check'],
  params: z.object({ alarm: z.string().min(1) }),
  condition: [],
  state: z.object({
    enabled: z.boolean(),
    /** Actions that it would take, in any state. */
    actions: z.int(),
  }),
  from: ({ id }) => [{ alarm: id }],
  list: listAlarms,
  tags: alarmTags,

  risk: { level: 'low', blastRadius: 'the actions of the alarm, which are taken at its next change of state', outage: 'none' },
  cost: () => [],
  permissions: {
    read: ['cloudwatch:DescribeAlarms', 'cloudwatch:ListTagsForResource'],
    write: ['cloudwatch:EnableAlarmActions'],
    undo: ['cloudwatch:DisableAlarmActions'],
    dependent: [],
    on: ['arn:{partition}:cloudwatch:{region}:{account}:alarm:{alarm}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: false,
  exercised: { not: 'the emulator has neither DisableAlarmActions nor EnableAlarmActions' },

  async observe(cloud, { alarm: name }) {
    const { MetricAlarms = [], CompositeAlarms = [] } = await cloud.read('cloudwatch', 'describeAlarms', {
      AlarmNames: [name],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    });
    const alarm = [...MetricAlarms, ...CompositeAlarms].find(({ AlarmName }) => AlarmName === name);
    if (alarm === undefined)
      throw new HealError('no-such-resource', `${cloud.site.region} has no alarm named ${name}: check its name, account and region.`);
    const actions = [alarm.AlarmActions, alarm.OKActions, alarm.InsufficientDataActions].flatMap((each) => each ?? []).length;
    return { enabled: alarm.ActionsEnabled === true, actions };
  },
  wrong: ({ enabled, actions }) =>
    enabled || actions === 0 ? undefined : `its ${actions} ${actions === 1 ? 'action is' : 'actions are'} disabled`,
  refuses: () => undefined,
  fix: ({ enabled, actions }, { alarm }) =>
    enabled || actions === 0 ? [] : [call('cloudwatch', 'enableAlarmActions', { AlarmNames: [alarm] })],
  after: (state) => ({ ...state, enabled: state.enabled || state.actions > 0 }),
  comparable: (state) => state,
  undo: (before, now, { alarm }) =>
    !before.enabled && now.enabled ? [call('cloudwatch', 'disableAlarmActions', { AlarmNames: [alarm] })] : [],
});

async function listAlarms(reader: Reader): Promise<readonly ResourceRef[]> {
  const { MetricAlarms = [], CompositeAlarms = [] } = await reader.read('cloudwatch', 'describeAlarms', {
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
  });
  return [...MetricAlarms, ...CompositeAlarms].flatMap(({ AlarmName: id, AlarmArn: arn }) =>
    id === undefined ? [] : [{ type: 'AWS::CloudWatch::Alarm', id, ...(arn === undefined ? {} : { arn }), ...reader.site }],
  );
}

async function alarmTags(reader: Reader, { id }: ResourceRef): Promise<Tags> {
  const { partition, region, account } = reader.site;
  const ResourceARN = `arn:${partition}:cloudwatch:${region}:${account}:alarm:${id}`;
  const { Tags: tags = [] } = await reader.read('cloudwatch', 'listTagsForResource', { ResourceARN });
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
