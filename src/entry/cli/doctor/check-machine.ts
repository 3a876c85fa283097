import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { addressInUse } from '#sandbox/port-holder.ts';
import { type Check, fine, missing, unused } from './check.ts';

const run = promisify(execFile);

/** The Node.js that runs this. */
export function checkNode(): Check {
  const { node } = process.versions;
  return Number.parseInt(node, 10) >= 24
    ? fine('Node.js', node)
    : missing('Node.js', `${node} is too old: install 24 or newer, or run "npm ci" in the project, which brings it.`);
}

/** Python with moto, which the sandbox is made of; a Python alone is enough, because the first start installs moto beside the journal. */
export async function checkEmulator(dataDir: string): Promise<Check> {
  const pythons = ['python3', 'python', join(dataDir, 'python', 'bin', 'python')];
  const found = await Promise.all(
    pythons.map((python) => answer(python, 'from importlib.metadata import version as v; v("flask"); print(v("moto"))')),
  );
  const moto = found.find((each) => each?.startsWith('5.'));
  if (moto !== undefined) return fine('Emulator', `moto ${moto}`);
  const bare = await Promise.all(
    pythons.map((python) => answer(python, 'import sys; print(sys.version_info >= (3, 10) and sys.version.split()[0] or "")')),
  );
  const python = bare.find((each) => each !== undefined && each !== '');
  return python === undefined
    ? missing(
        'Emulator',
        'no Python 3.10 or newer: install it ("apt-get install python3 python3-venv" or "brew install python"); the sandbox needs it.',
      )
    : fine(
        'Emulator',
        `moto is not installed yet; the first "selfheal up" installs it with Python ${python}, and needs the network for that`,
      );
}

async function answer(python: string, program: string): Promise<string | undefined> {
  return run(python, ['-c', program], { timeout: 20_000 }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}

/** Whether `up` would find its port free. */
export async function checkPort(name: string, port: number, option: string): Promise<Check> {
  const { promise: free, resolve } = Promise.withResolvers<boolean>();
  const probe = createServer();
  probe.once('error', () => resolve(false));
  probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  if (await free) return fine(name, `port ${port} is free`);
  const { message, details } = await addressInUse(port);
  const other = typeof details?.['free'] === 'number' ? details['free'] : 'N';
  return unused(name, `${message} Run "selfheal up ${option} ${other}".`);
}
