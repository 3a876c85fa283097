import { HealError } from '#domain/heal-error.ts';
import type { Log } from '#ports/log.ts';
import type { Engine } from '#worlds/engine.ts';
import { type LocalWorld, openLocal } from '#worlds/local.ts';
import type { World } from './up-file.ts';

/** Which journal, over which world. */
export interface OpenWorld {
  readonly dataDir: string;
  readonly policyFile: string;
  readonly world: World;
  readonly log: Log;
  readonly onCall?: LocalWorld['onCall'];
  readonly print?: LocalWorld['print'];
}

const worldKey = 'world';

/** Opens the engine over a folder's journal. Throws `not-allowed` when that journal is about another world: what is open there would be looked for in this one and found healthy. */
export async function openWorld({ dataDir, policyFile, world, log, onCall, print }: OpenWorld): Promise<Engine> {
  const { endpoint, keys, account, region, readRole, writeRole, mode } = world;
  const engine = await openLocal({
    dataDir,
    policyFile,
    endpoint: endpoint ?? undefined,
    keys: keys?.engine,
    account,
    region,
    readRole: readRole ?? undefined,
    writeRole: writeRole ?? undefined,
    defaultMode: mode,
    log,
    onCall,
    print,
  });
  const { store } = engine.tools;
  const name = world.kind === 'sandbox' ? 'the sandbox' : `AWS account ${account}`;
  const known = await store.kept(worldKey);
  if (known === undefined) await store.keep(worldKey, name);
  if (known === undefined || known === name) return engine;
  await engine.close();
  throw new HealError('not-allowed', `The journal in ${dataDir} is about ${known}, not about ${name}: choose another folder with --data.`, {
    details: { dataDir, known, wanted: name },
  });
}
