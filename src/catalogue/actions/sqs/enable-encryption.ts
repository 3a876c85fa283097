import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { listQueues, queueNameOf, queueTags, readQueue } from './queue.ts';

/** How messages are encrypted at rest: by keys that SQS owns, by a KMS key, or not at all. */
const State = z.object({ url: z.string(), ownKeys: z.boolean(), kmsKey: z.string().optional() });
type State = z.infer<typeof State>;

export const enableEncryption = defineAction({
  id: 'sqs.enable-encryption',
  title: 'Encrypt the messages of a queue at rest',
  resource: 'AWS::SQS::Queue',
  heals: ['securityhub:SQS.1'],
  params: z.object({ queue: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ queue: queueNameOf(id) }],
  list: listQueues,
  tags: queueTags,

  /** Keys that SQS owns need no permission of senders and receivers. */
  risk: { level: 'low', blastRadius: 'messages that are sent from now on', outage: 'none' },
  cost: () => [],
  permissions: {
    read: ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes', 'sqs:ListQueues', 'sqs:ListQueueTags'],
    write: ['sqs:SetQueueAttributes'],
    undo: ['sqs:SetQueueAttributes'],
    dependent: [],
    on: ['arn:{partition}:sqs:{region}:{account}:{queue}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '3m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { queue }) {
    const { url, attributes } = await readQueue(cloud, queue, ['SqsManagedSseEnabled', 'KmsMasterKeyId']);
    return { url, ownKeys: attributes['SqsManagedSseEnabled'] === 'true', kmsKey: attributes['KmsMasterKeyId'] || undefined };
  },
  wrong: (state) => (isPlain(state) ? 'messages lie in the queue unencrypted' : undefined),
  refuses: () => undefined,
  fix: (state) => (isPlain(state) ? [set(state, true)] : []),
  after: (state): State => (isPlain(state) ? { ...state, ownKeys: true } : state),
  comparable: ({ ownKeys, kmsKey }) => ({ ownKeys, kmsKey }),
  undo: (before, now) => (isPlain(before) && now.ownKeys ? [set(now, false)] : []),
});

const isPlain = ({ ownKeys, kmsKey }: State): boolean => !ownKeys && kmsKey === undefined;

const set = ({ url }: State, on: boolean) =>
  call('sqs', 'setQueueAttributes', { QueueUrl: url, Attributes: { SqsManagedSseEnabled: String(on) } });
