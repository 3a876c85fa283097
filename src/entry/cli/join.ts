import { openWorld } from '#entry/up/open-world.ts';
import { runningUp, type UpFile } from '#entry/up/up-file.ts';
import type { Engine } from '#worlds/engine.ts';
import type { Shell } from './command.ts';
import { terminalLog } from './log.ts';

/** A running `up`, and an engine of this process over the same journal and the same world. */
export interface Joined {
  readonly up: UpFile;
  readonly engine: Engine;
}

/** Joins the `up` of the folder. Throws HealError `not-running`. */
export async function join({ dataDir, terminal }: Shell): Promise<Joined> {
  const up = await runningUp(dataDir);
  return { up, engine: await openWorld({ dataDir, policyFile: up.policyFile, world: up.world, log: terminalLog(terminal) }) };
}
