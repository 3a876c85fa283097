import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { readEntry } from '#domain/entry.ts';
import { bucketWorld } from './bucket-world.ts';
import { collected } from './commits.ts';
import { alice, type FlowOptions, flowWorld } from './flow-world.ts';

interface AskedOptions extends Partial<FlowOptions> {
  readonly tags?: Record<string, string>;
  readonly actor?: typeof alice;
}

/** One open bucket in production, whose fix people are asked about, over a scripted AWS. */
export async function askedWorld({ tags = { environment: 'prod' }, actor = alice, ...options }: AskedOptions = {}) {
  const { cloud, buckets, ref } = bucketWorld(1);
  const bucket = buckets.get('bucket-0001');
  if (bucket === undefined) throw new Error('the world has no bucket');
  Object.assign(bucket, { block: undefined, tags });
  const flow = flowWorld({ cloud, actions: [blockPublicAccess], ...options });
  const driven: string[] = [];
  const tools = {
    ...flow.tools,
    driver: { start: async () => void driven.push('start'), wake: async () => void driven.push('wake') },
  };
  const admission = await flow.open(ref('bucket-0001'), { actor });
  if (admission.admitted !== 'opened') throw new Error(admission.admitted);
  const { id } = admission.incident;
  const ledger = async () => (await collected(tools.store.entries(id))).map(readEntry);
  return {
    cloud,
    bucket,
    flow,
    tools,
    id,
    driven,
    ledger,
    entries: async (kind: string) => (await ledger()).filter((entry) => entry.kind === kind),
    first: await flow.drive(id),
    drive: () => flow.drive(id),
    /** Minutes pass. */
    pass: (minutes: number) => flow.clock.pass(minutes * 60_000),
  };
}
