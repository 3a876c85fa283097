import { z } from 'zod';
import { ec2Tags } from '#catalogue/actions/ec2/tags.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { CommandState, observeCommand, quiet, run, whyNotRun } from './command.ts';
import { restartServiceDocument as document, services } from './documents.ts';

export const restartService = defineAction({
  id: 'ssm.restart-service',
  title: 'Restart a service on an instance whose alarm rings',
  resource: 'AWS::EC2::Instance',
  heals: [],
  params: z.object({
    instanceId: z.string().startsWith('i-'),
    service: z.enum(services),
    /** The alarm that rang; without it nothing is known of the service. */
    alarm: z.string().min(1).optional(),
  }),
  condition: ['service'],
  state: CommandState,
  from: ({ id }) => services.map((service) => ({ instanceId: id, service })),
  /** Only an alarm tells that a service does not serve. */
  list: async () => [],
  tags: ec2Tags,

  risk: { level: 'medium', blastRadius: 'the service on this instance, and whoever it serves at that moment', outage: 'brief' },
  cost: () => [],
  permissions: {
    read: [
      'cloudwatch:DescribeAlarms',
      'ec2:DescribeTags',
      'ssm:DescribeDocument',
      'ssm:DescribeInstanceInformation',
      'ssm:GetDocument',
      'ssm:ListCommandInvocations',
    ],
    write: ['ssm:SendCommand'],
    undo: [],
    dependent: [],
    on: [
      'arn:{partition}:ec2:{region}:{account}:instance/{instanceId}',
      `arn:{partition}:ssm:{region}:{account}:document/${document.name}`,
    ],
  },
  repeat: 'never',
  rounds: 1,
  settles: '10m',
  keeps: 'before',
  recorded: false,
  exercised: { not: 'the emulator runs no command, answers every one with success, and evaluates no alarm' },

  observe: (cloud, { instanceId, alarm }) => observeCommand(cloud, { instanceId, alarm, document }),
  wrong: ({ alarm }, { alarm: name }) => (alarm?.ringing === true ? `the alarm ${name} rings` : undefined),
  refuses: (state) => whyNotRun(state, document),
  fix: (state, { instanceId, service }) => run(state, { instanceId, document }, { service }),
  after: quiet,
  comparable: ({ online, platform, alarm }) => ({ online, platform, alarm }),
  nothingToUndo: 'a restart changes nothing that could be put back',
  cooldown: '15m',
});
