import { join } from 'node:path';
import { z } from 'zod';
import { World } from './up-file.ts';

/** What the supervisor tells the engine on its first line of stdin: keys never stand on a command line. */
export const EngineConfig = z.object({
  dataDir: z.string(),
  policyFile: z.string(),
  world: World,
  /** Of the dashboard; 0 takes any free port. */
  port: z.int(),
  token: z.string(),
  version: z.string(),
});
export type EngineConfig = Readonly<z.infer<typeof EngineConfig>>;

/** What the engine answers once it can be used. */
export const EngineReady = z.object({ url: z.string() });

/** Where the engine writes its log. */
export const engineLogFile = (dataDir: string): string => join(dataDir, 'engine.log');
