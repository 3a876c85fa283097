import { loadPolicy } from '#config/load-policy.ts';
import { HealError } from '#domain/heal-error.ts';
import { readUpFile } from '#entry/up/up-file.ts';
import type { Model } from '#ports/model.ts';
import { modelOf } from '#worlds/model-of.ts';
import type { Shell } from './command.ts';

/** The model that the policy names, as the engine of this folder would ask it. Throws HealError `bad-config` when it names none. */
export async function modelHere({ dataDir, policyFile }: Pick<Shell, 'dataDir' | 'policyFile'>): Promise<Model> {
  const [{ policy }, up] = await Promise.all([loadPolicy(policyFile), readUpFile(dataDir)]);
  const world = up === undefined || up === 'starting' ? undefined : up.world;
  const keys = world?.keys?.engine;
  const model = modelOf({
    policy: () => policy,
    region: world?.region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1',
    keys: keys === undefined ? undefined : async () => keys,
    sandbox: world?.endpoint ?? undefined,
  })();
  if (model !== undefined) return model;
  throw new HealError('bad-config', `${policyFile} names no model: write one under "model:", as docs/models.md shows.`);
}
