import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import threads, { Worker } from 'node:worker_threads';
import { HealError } from '#domain/heal-error.ts';

/** Whatever asks a name server, also what later versions of Node add. */
const asking = (owner: object): readonly string[] =>
  Object.getOwnPropertyNames(owner).filter((name) => /^(lookup|resolve|reverse)/.test(name));
const asked = [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype];

/** Everything by which Node reaches another machine or starts another program; HTTP, TLS and `fetch` go through `Socket.connect`. */
const doors: readonly (readonly [owner: object, names: readonly string[]])[] = [
  [net.Socket.prototype, ['connect']],
  [dgram.Socket.prototype, ['connect', 'send', 'bind']],
  ...asked.map((owner) => [owner, asking(owner)] as const),
  [childProcess.ChildProcess.prototype, ['spawn']],
  [childProcess, ['spawnSync', 'execSync', 'execFileSync']],
  // What Node's own sockets are made of, and libraries with sockets of their own.
  [process, ['binding', 'dlopen']],
];

/** Closes this thread to the world for the rest of its life: whatever then tries to reach out throws HealError `not-allowed`. Of other threads it can start `own` only, which closes itself. */
export function forbidCalls(own?: URL): void {
  for (const [owner, names] of doors) for (const name of names) Object.defineProperty(owner, name, { value: () => refuse(name) });
  class OwnThread extends Worker {
    constructor(...[file, options]: ConstructorParameters<typeof Worker>) {
      if (own === undefined || String(file) !== own.href) refuse('Worker');
      super(file, options);
    }
  }
  Object.defineProperty(threads, 'Worker', { value: OwnThread });
  syncBuiltinESMExports();
}

function refuse(name: string): never {
  throw new HealError('not-allowed', `A replay reaches nothing outside of its process: ${name} was refused. Please report this.`);
}
