import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { call } from '#ports/cloud.ts';
import { type ScriptedCloud, scriptedCloud } from './scripted-cloud.ts';

const State = z.object({ versioned: z.boolean(), fast: z.boolean() });
const status = (on: boolean): 'Enabled' | 'Suspended' => (on ? 'Enabled' : 'Suspended');

/** Turns two settings on, in two calls; undone in two calls. Scripted: it stands for any action whose plan has more than one call. */
export const turnBothOn = defineAction({
  id: 's3.turn-both-on',
  title: 'Turn on versioning and acceleration',
  resource: 'AWS::S3::Bucket',
  heals: [],
  params: z.object({ bucket: z.string() }),
  condition: [],
  state: State,
  from: ({ id }) => [{ bucket: id }],
  list: async () => [],
  tags: async () => ({}),
  risk: { level: 'low', blastRadius: 'the bucket', outage: 'none' },
  cost: () => [],
  permissions: { read: [], write: [], undo: [], dependent: [], on: [] },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'before',
  recorded: false,
  exercised: { not: 'it exists in tests only' },
  async observe(cloud, { bucket: Bucket }) {
    const [versioning, acceleration] = await Promise.all([
      cloud.read('s3', 'getBucketVersioning', { Bucket }),
      cloud.read('s3', 'getBucketAccelerateConfiguration', { Bucket }),
    ]);
    return { versioned: versioning.Status === 'Enabled', fast: acceleration.Status === 'Enabled' };
  },
  wrong: ({ versioned, fast }) => (versioned && fast ? undefined : 'not both are on'),
  refuses: () => undefined,
  fix: (state, params) => calls(state, { versioned: true, fast: true }, params.bucket),
  after: () => ({ versioned: true, fast: true }),
  comparable: (state) => state,
  undo: (before, now, params) => calls(now, before, params.bucket),
});

function calls(from: z.infer<typeof State>, to: z.infer<typeof State>, Bucket: string) {
  const versioning = call('s3', 'putBucketVersioning', { Bucket, VersioningConfiguration: { Status: status(to.versioned) } });
  const acceleration = call('s3', 'putBucketAccelerateConfiguration', { Bucket, AccelerateConfiguration: { Status: status(to.fast) } });
  return [...(from.versioned === to.versioned ? [] : [versioning]), ...(from.fast === to.fast ? [] : [acceleration])];
}

interface TwoCallWorld {
  readonly cloud: ScriptedCloud;
  readonly ref: ResourceRef;
  readonly state: { versioned: boolean; fast: boolean };
}

/** One bucket with both settings off. */
export function twoCallWorld(): TwoCallWorld {
  const state = { versioned: false, fast: false };
  const cloud = scriptedCloud()
    .on('s3', 'getBucketVersioning', () => ({ Status: status(state.versioned) }))
    .on('s3', 'getBucketAccelerateConfiguration', () => ({ Status: status(state.fast) }))
    .on('s3', 'putBucketVersioning', ({ VersioningConfiguration }) => {
      state.versioned = VersioningConfiguration?.Status === 'Enabled';
      return {};
    })
    .on('s3', 'putBucketAccelerateConfiguration', ({ AccelerateConfiguration }) => {
      state.fast = AccelerateConfiguration?.Status === 'Enabled';
      return {};
    });
  return { cloud, state, ref: { type: 'AWS::S3::Bucket', id: 'twofold', partition: 'aws', account: '123456789012', region: 'us-east-1' } };
}
