import { appendFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from './child.ts';
import { type EngineConfig, EngineReady, engineLogFile } from './engine-config.ts';

const script = fileURLToPath(new URL('./engine-main.ts', import.meta.url));

/** A started engine; it loads its code while the sandbox still starts, and begins when it is told its configuration. */
export interface EngineChild extends Child<{ readonly url: string }> {
  begin(config: EngineConfig): void;
}

/** The engine as a process of ours; what it says on stderr (a crash) goes to its log, what it tells people to the screen. */
export function startEngineChild(dataDir: string, onSaid: (line: string) => void): EngineChild {
  const onLine = (line: string): void => {
    try {
      appendFileSync(engineLogFile(dataDir), `${line}\n`, { mode: 0o600 });
    } catch {
      // A full disk: the engine's own words are lost, its work is not.
    }
  };
  const child = startChild({ name: 'The engine', script, ready: EngineReady, onSaid, onLine });
  return { ...child, begin: (config) => child.tell(JSON.stringify(config)) };
}
