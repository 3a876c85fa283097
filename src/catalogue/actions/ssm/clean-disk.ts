import { z } from 'zod';
import { ec2Tags } from '#catalogue/actions/ec2/tags.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { CommandState, observeCommand, quiet, run, whyNotRun } from './command.ts';
import { cleanable, cleanDiskDocument as document } from './documents.ts';

export const cleanDisk = defineAction({
  id: 'ssm.clean-disk',
  title: 'Make room on the disk of an instance whose alarm rings',
  resource: 'AWS::EC2::Instance',
  heals: [],
  params: z.object({
    instanceId: z.string().startsWith('i-'),
    what: z.enum(cleanable),
    /** The alarm that rang; without it nothing is known of the disk. */
    alarm: z.string().min(1).optional(),
  }),
  condition: ['what'],
  state: CommandState,
  from: ({ id }) => cleanable.map((what) => ({ instanceId: id, what })),
  /** Only an alarm tells how full a disk is. */
  list: async () => [],
  tags: ec2Tags,

  risk: {
    level: 'medium',
    blastRadius: 'files of one kind on this instance, which come back by themselves when they are needed',
    outage: 'none',
  },
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
  repeat: 'safe',
  rounds: 1,
  settles: '15m',
  keeps: 'before',
  recorded: false,
  exercised: { not: 'the emulator runs no command, answers every one with success, and evaluates no alarm' },

  observe: (cloud, { instanceId, alarm }) => observeCommand(cloud, { instanceId, alarm, document }),
  wrong: ({ alarm }, { alarm: name }) => (alarm?.ringing === true ? `the alarm ${name} rings` : undefined),
  refuses: (state) => whyNotRun(state, document),
  fix: (state, { instanceId, what }) => run(state, { instanceId, document }, { what }),
  after: quiet,
  comparable: ({ online, platform, alarm }) => ({ online, platform, alarm }),
  irreversible: 'deleted files do not come back from anywhere',
});
