import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { HealError } from '#domain/heal-error.ts';
import { call } from '#ports/cloud.ts';
import { detectorIds, listDetectors } from './detector.ts';

export const enableDetector = defineAction({
  id: 'guardduty.enable-detector',
  title: 'Let a suspended detector watch again',
  resource: 'AWS::GuardDuty::Detector',
  heals: [{ id: 'securityhub:GuardDuty.1', where: {}, inAccount: listDetectors }],
  params: z.object({ detector: z.string().min(1) }),
  condition: [],
  state: z.object({ enabled: z.boolean() }),
  from: ({ id }) => [{ detector: id }],
  list: listDetectors,
  tags: async (reader, { id }) => (await reader.read('guardduty', 'getDetector', { DetectorId: id })).Tags ?? {},

  risk: { level: 'low', blastRadius: 'GuardDuty in this region, which analyses logs and reports findings again', outage: 'none' },
  /** It was enabled, and paid for by the analysed volume, before it was suspended: nothing that was not on is turned on. */
  cost: () => [],
  permissions: {
    read: ['guardduty:ListDetectors', 'guardduty:GetDetector'],
    write: ['guardduty:UpdateDetector'],
    undo: ['guardduty:UpdateDetector'],
    dependent: [],
    on: ['arn:{partition}:guardduty:{region}:{account}:detector/{detector}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '1m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { detector }) {
    // GuardDuty answers BadRequestException for a detector that is not there and for much else: the list tells them apart.
    if (!(await detectorIds(cloud)).includes(detector))
      throw new HealError('no-such-resource', `${cloud.site.region} has no detector ${detector}: check its id, account and region.`);
    const { Status } = await cloud.read('guardduty', 'getDetector', { DetectorId: detector });
    return { enabled: Status === 'ENABLED' };
  },
  wrong: ({ enabled }) => (enabled ? undefined : 'the detector is suspended: GuardDuty watches nothing in this region'),
  refuses: () => undefined,
  fix: ({ enabled }, { detector }) => (enabled ? [] : [call('guardduty', 'updateDetector', { DetectorId: detector, Enable: true })]),
  after: () => ({ enabled: true }),
  comparable: (state) => state,
  undo: (before, now, { detector }) =>
    !before.enabled && now.enabled ? [call('guardduty', 'updateDetector', { DetectorId: detector, Enable: false })] : [],
});
