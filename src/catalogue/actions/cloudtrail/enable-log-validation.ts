import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { listTrails, readTrail, trailTags } from './trail.ts';

export const enableLogValidation = defineAction({
  id: 'cloudtrail.enable-log-validation',
  title: "Turn on the validation of a trail's log files",
  resource: 'AWS::CloudTrail::Trail',
  heals: ['securityhub:CloudTrail.4', 'config:cloud-trail-log-file-validation-enabled'],
  params: z.object({ trail: z.string().min(3) }),
  condition: [],
  state: z.object({ validated: z.boolean() }),
  from: ({ id }) => [{ trail: id }],
  list: listTrails,
  tags: trailTags,

  risk: { level: 'low', blastRadius: 'the bucket of the trail, which gets one digest file an hour besides the logs', outage: 'none' },
  /** AWS charges nothing for digests but their storage: some kilobytes an hour. */
  cost: () => [],
  permissions: {
    read: ['cloudtrail:DescribeTrails', 'cloudtrail:ListTags'],
    write: ['cloudtrail:UpdateTrail'],
    undo: ['cloudtrail:UpdateTrail'],
    dependent: ['iam:GetRole', 'organizations:DescribeOrganization', 'organizations:ListAWSServiceAccessForOrganization'],
    on: ['arn:{partition}:cloudtrail:{region}:{account}:trail/{trail}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  observe: async (cloud, { trail }) => ({ validated: (await readTrail(cloud, trail)).LogFileValidationEnabled === true }),
  wrong: ({ validated }) => (validated ? undefined : 'nobody can prove that the log files of the trail were not changed'),
  refuses: () => undefined,
  fix: ({ validated }, { trail }) => (validated ? [] : [call('cloudtrail', 'updateTrail', { Name: trail, EnableLogFileValidation: true })]),
  after: () => ({ validated: true }),
  comparable: (state) => state,
  undo: (before, now, { trail }) =>
    !before.validated && now.validated ? [call('cloudtrail', 'updateTrail', { Name: trail, EnableLogFileValidation: false })] : [],
});
