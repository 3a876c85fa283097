import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { listGuardedRules, ruleOf, ruleTags } from './rule.ts';

const State = z.object({
  enabled: z.boolean(),
  /** The service that made the rule for its own use. */
  managedBy: z.string().optional(),
});

export const enableRule = defineAction({
  id: 'eventbridge.enable-rule',
  title: 'Enable a rule that was disabled',
  resource: 'AWS::Events::Rule',
  heals: [],
  params: z.object({ rule: z.string().min(1), bus: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [ruleOf(id)],
  list: listGuardedRules,
  tags: ruleTags,

  risk: { level: 'medium', blastRadius: 'the targets of the rule, which are called again', outage: 'none' },
  /** Whatever its targets cost, they cost it before. */
  cost: () => [],
  permissions: {
    read: ['events:DescribeRule', 'events:ListEventBuses', 'events:ListRules', 'events:ListTagsForResource'],
    write: ['events:EnableRule'],
    undo: ['events:DisableRule'],
    dependent: [],
    on: ['arn:{partition}:events:{region}:{account}:rule/{rule}', 'arn:{partition}:events:{region}:{account}:rule/{bus}/{rule}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '1m',
  keeps: 'before',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { rule, bus }) {
    const { State: state, ManagedBy: managedBy } = await cloud.read('eventbridge', 'describeRule', { Name: rule, EventBusName: bus });
    return { enabled: state !== undefined && state !== 'DISABLED', managedBy };
  },
  wrong: ({ enabled }) => (enabled ? undefined : 'the rule is disabled'),
  refuses: ({ managedBy }) => (managedBy === undefined ? undefined : `${managedBy} made the rule for itself, and enables and disables it`),
  fix: ({ enabled }, { rule, bus }) => (enabled ? [] : [call('eventbridge', 'enableRule', { Name: rule, EventBusName: bus })]),
  after: (state) => ({ ...state, enabled: true }),
  comparable: (state) => state,
  undo: (before, now, { rule, bus }) =>
    !before.enabled && now.enabled ? [call('eventbridge', 'disableRule', { Name: rule, EventBusName: bus })] : [],
});
