import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { Coverage, readCoverage } from './coverage.ts';

const State = z.object({ trails: z.array(Coverage) });
type State = z.infer<typeof State>;

export const makeMultiRegion = defineAction({
  id: 'cloudtrail.make-multi-region',
  title: 'Let a trail record all regions of the account',
  resource: 'AWS::::Account',
  heals: ['securityhub:CloudTrail.1', 'config:multi-region-cloudtrail-enabled'],
  params: z.object({ account: z.string().regex(/^\d{12}$/) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ account: id }],
  list: async ({ site }) => [{ type: 'AWS::::Account', id: site.account, ...site }],
  /** An account has tags in AWS Organizations only, which a member may not read. */
  tags: async () => ({}),

  risk: { level: 'low', blastRadius: 'the bucket of one trail, which gets the logs of every region from now on', outage: 'none' },
  /** The first copy of management events is free in every region; where another trail records them too, this one is paid for (aws.amazon.com/cloudtrail/pricing). */
  cost: (state) =>
    widened(state) === undefined || state.trails.length === 1
      ? []
      : [
          {
            what: 'events of which another trail has the free copy, taken as 100,000',
            unit: 'cloudtrail:event',
            quantity: 100_000,
            per: 'month',
          },
        ],
  permissions: {
    read: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
    write: ['cloudtrail:UpdateTrail'],
    undo: ['cloudtrail:UpdateTrail'],
    dependent: ['iam:GetRole', 'organizations:DescribeOrganization', 'organizations:ListAWSServiceAccessForOrganization'],
    on: ['arn:{partition}:cloudtrail:{region}:{account}:trail/*'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '1m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  observe: async (cloud) => ({ trails: [...(await readCoverage(cloud))] }),
  wrong(state) {
    if (state.trails.some(covers)) return undefined;
    return state.trails.length === 0 ? 'the account has no trail' : 'no trail records all management events of all regions';
  },
  refuses(state) {
    if (state.trails.some(covers) || widened(state) !== undefined) return undefined;
    return 'no trail whose home is this region logs all management events here: which trail to create, start or widen, and where it writes to, a person decides';
  },
  fix(state) {
    const trail = widened(state);
    return trail === undefined
      ? []
      : [call('cloudtrail', 'updateTrail', { Name: trail.name, IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true })];
  },
  after(state) {
    const trail = widened(state);
    return { trails: state.trails.map((each) => (each === trail ? { ...each, multiRegion: true, globalEvents: true } : each)) };
  },
  comparable: (state) => state,
  undo: (before, now) =>
    before.trails.flatMap(({ arn, name, multiRegion, globalEvents }) =>
      !multiRegion && now.trails.some((each) => each.arn === arn && each.multiRegion)
        ? [call('cloudtrail', 'updateTrail', { Name: name, IsMultiRegionTrail: false, IncludeGlobalServiceEvents: globalEvents })]
        : [],
    ),
});

const covers = ({ multiRegion, logging, management }: Coverage): boolean => multiRegion && logging && management;

/** The one to widen: the first that already logs all management events here. Nothing when the account is covered. */
const widened = ({ trails }: State): Coverage | undefined =>
  trails.some(covers) ? undefined : trails.find(({ home, logging, management }) => home && logging && management);
