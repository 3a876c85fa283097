import { createInterface } from 'node:readline';
import { asHealError } from '#domain/heal-error.ts';
import { startHttp } from '#entry/http/start-http.ts';
import type { Log } from '#ports/log.ts';
import type { Engine } from '#worlds/engine.ts';
import { EngineConfig } from './engine-config.ts';
import { engineLog } from './engine-log.ts';
import { takeIn } from './intake.ts';
import { openWorld } from './open-world.ts';

const drainMs = 2_000;

/**
 * The engine as a child process: its first line of stdin is its configuration, its first line on stdout says `{"url": …}` or `{"error": …}`, and each line after it
 * is for the screen. Ends
 * when its stdin closes (its parent ended, in whatever way): stages under way get two seconds to commit; the next engine goes on from the store.
 */
async function run(config: EngineConfig, log: Log, ending: AbortSignal): Promise<void> {
  const { world, port, token, version } = config;
  const engine = await openWorld({ ...config, log, print: (line) => void process.stdout.write(`${line}\n`) });
  const http = await startHttp({ engine, port, token, log, version, endpoint: world.endpoint ?? undefined });
  process.stdout.write(`${JSON.stringify({ url: http.url })}\n`);
  log.info(
    `the engine is up on ${world.kind === 'sandbox' ? 'the sandbox' : 'AWS'}, account ${world.account}, mode ${engine.tools.policy().policy.mode ?? world.mode}`,
  );
  // Recording may be at any point when the engine ends: what is missing is recorded at the next start.
  void recordGood(engine, log, ending);
  await Promise.all([
    engine.worker.run(ending),
    engine.outbox.run(ending),
    ...(world.endpoint === null ? [] : [takeIn(world.endpoint, engine, ending)]),
  ]);
  await http.close();
  await engine.close();
}

/** A state that could not be recorded is learned at its next change. */
async function recordGood(engine: Engine, log: Log, ending: AbortSignal): Promise<void> {
  try {
    log.info(`recorded the good state of ${await engine.recordGood()} resources`);
  } catch (error) {
    if (!ending.aborted) log.error(`good states could not be recorded: ${asHealError(error).message}`);
  }
}

function main(): void {
  const ending = new AbortController();
  ending.signal.addEventListener('abort', () => setTimeout(() => process.exit(0), drainMs));
  const input = createInterface({ input: process.stdin });
  input.once('close', () => ending.abort());
  process.once('SIGTERM', () => ending.abort());
  input.once('line', (line) => {
    const config = EngineConfig.parse(JSON.parse(line));
    const log = engineLog(config.dataDir);
    process.on('uncaughtException', (error) => {
      log.error(`the engine ends, because of something nobody foresaw: ${error.stack ?? error.message}`);
      process.exit(1);
    });
    run(config, log, ending.signal).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(asHealError(error).message);
        process.stdout.write(`${JSON.stringify({ error: asHealError(error) })}\n`, () => process.exit(3));
      },
    );
  });
}

main();
