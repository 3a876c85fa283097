import { execFile, spawn } from 'node:child_process';
import { readFile, realpath } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { HealError } from '#domain/heal-error.ts';

const run = promisify(execFile);
const wanted = 'moto[server]==5.2.1';
const probe =
  'import sys; from importlib.metadata import version as v; v("flask"), v("werkzeug"); print(v("moto").startswith("5.") and sys.executable or "")';

/** Says in one line what takes long: "Installing moto…". */
export type Progress = (line: string) => void;

/** A Python that can run moto's server; makes a private environment under `dataDir` when the machine has none. Throws `emulator-missing`. */
export async function findPython(dataDir: string, progress: Progress): Promise<string> {
  const own = join(dataDir, 'python');
  const interpreters = ['python3', 'python', await behindMotoServer(), interpreterIn(own)];
  for (const interpreter of interpreters) {
    const found = interpreter === undefined ? undefined : await withMoto(interpreter);
    if (found !== undefined) return found;
  }
  return install(own, progress);
}

const interpreterIn = (environment: string): string => join(environment, 'bin', 'python');

async function withMoto(interpreter: string): Promise<string | undefined> {
  try {
    const found = (await run(interpreter, ['-c', probe], { timeout: 60_000 })).stdout.trim();
    return found === '' ? undefined : found;
  } catch {
    return undefined;
  }
}

/** `moto_server` is a script whose first line names the interpreter that has moto. */
async function behindMotoServer(): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const text = await readFile(await realpath(join(folder, 'moto_server')).catch(() => ''), 'utf8').catch(() => '');
    const interpreter = /^#!\s*(\S*python\S*)/.exec(text)?.[1];
    if (interpreter !== undefined) return interpreter;
  }
  return undefined;
}

async function install(environment: string, progress: Progress): Promise<string> {
  const python = await firstThatRuns(['python3', 'python']);
  if (python === undefined) {
    throw new HealError(
      'emulator-missing',
      'The sandbox needs Python 3.10 or newer and none was found: install it, for example with "apt-get install python3 python3-venv" or "brew install python", and start again.',
    );
  }
  try {
    progress(`Installing ${wanted} into ${environment} (once, about a minute)…`);
    await stream(python, ['-m', 'venv', environment], progress);
    await stream(interpreterIn(environment), ['-m', 'pip', 'install', '--disable-pip-version-check', wanted], progress);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new HealError(
      'emulator-missing',
      `The sandbox needs the Python package ${wanted} and installing it failed (${why}): run "${python} -m pip install '${wanted}'" yourself, then start again.`,
      { cause: error, details: { package: wanted, python } },
    );
  }
  const ready = await withMoto(interpreterIn(environment));
  if (ready !== undefined) return ready;
  throw new HealError(
    'emulator-missing',
    `${wanted} was installed into ${environment} but does not start: remove that folder and start again.`,
  );
}

async function firstThatRuns(interpreters: readonly string[]): Promise<string | undefined> {
  for (const interpreter of interpreters) {
    const runs = await run(interpreter, ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).then(
      () => true,
      () => false,
    );
    if (runs) return interpreter;
  }
  return undefined;
}

async function stream(command: string, args: readonly string[], progress: Progress): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let last = '';
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
        last = line.trim();
        progress(last);
      }
    });
  }
  const status = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (status !== 0) throw new Error(last === '' ? `exit status ${status}` : last);
}
