import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { listTrails, readTrail, trailTags } from './trail.ts';

export const startLogging = defineAction({
  id: 'cloudtrail.start-logging',
  title: 'Start the logging of a trail again',
  resource: 'AWS::CloudTrail::Trail',
  heals: [],
  params: z.object({ trail: z.string().min(3) }),
  condition: [],
  state: z.object({ logging: z.boolean() }),
  from: ({ id }) => [{ trail: id }],
  list: listTrails,
  tags: trailTags,

  risk: {
    level: 'low',
    blastRadius: 'the trail, which records calls from now on; those made while it was off are not recorded later',
    outage: 'none',
  },
  /** It logged and was paid for before it was stopped. */
  cost: () => [],
  permissions: {
    read: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:ListTags'],
    write: ['cloudtrail:StartLogging'],
    undo: ['cloudtrail:StopLogging'],
    dependent: [],
    on: ['arn:{partition}:cloudtrail:{region}:{account}:trail/{trail}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { trail }) {
    await readTrail(cloud, trail);
    const { IsLogging } = await cloud.read('cloudtrail', 'getTrailStatus', { Name: trail });
    return { logging: IsLogging === true };
  },
  wrong: ({ logging }) => (logging ? undefined : 'the trail does not log'),
  refuses: () => undefined,
  fix: ({ logging }, { trail }) => (logging ? [] : [call('cloudtrail', 'startLogging', { Name: trail })]),
  after: () => ({ logging: true }),
  comparable: (state) => state,
  undo: (before, now, { trail }) => (!before.logging && now.logging ? [call('cloudtrail', 'stopLogging', { Name: trail })] : []),
});
