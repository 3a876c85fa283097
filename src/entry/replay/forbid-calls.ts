import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { HealError } from '#domain/heal-error.ts';

/** Everything by which Node reaches another machine or starts another program; HTTP, TLS and `fetch` go through `Socket.connect`. */
const doors: readonly (readonly [owner: object, names: readonly string[]])[] = [
  [net.Socket.prototype, ['connect']],
  [dgram.Socket.prototype, ['connect', 'send', 'bind']],
  [dns, ['lookup', 'lookupService', 'resolve', 'resolve4', 'resolve6', 'resolveAny', 'resolveTxt', 'reverse']],
  [dns.promises, ['lookup', 'lookupService', 'resolve', 'resolve4', 'resolve6', 'resolveAny', 'resolveTxt', 'reverse']],
  [dns.Resolver.prototype, ['resolve', 'resolve4', 'resolve6', 'resolveAny', 'resolveTxt', 'reverse']],
  [dns.promises.Resolver.prototype, ['resolve', 'resolve4', 'resolve6', 'resolveAny', 'resolveTxt', 'reverse']],
  [childProcess.ChildProcess.prototype, ['spawn']],
  [childProcess, ['spawnSync', 'execSync', 'execFileSync']],
];

/** Closes this thread to the world for the rest of its life: whatever then tries to reach out throws HealError `not-allowed`. */
export function forbidCalls(): void {
  for (const [owner, names] of doors)
    for (const name of names)
      Object.defineProperty(owner, name, {
        value: () => {
          throw new HealError('not-allowed', `A replay reaches nothing outside of its process: ${name} was refused. Please report this.`);
        },
      });
  syncBuiltinESMExports();
}
