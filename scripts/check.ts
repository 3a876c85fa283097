import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name: string): string => join(root, 'node_modules/.bin', name);
const typesSeen = join(root, 'node_modules/.cache/types.tsbuildinfo');
const vitest = [process.execPath, join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project'];

interface Check {
  readonly name: string;
  readonly command: readonly string[];
  /** Seconds. */
  readonly budget: number;
}

const statics: readonly Check[] = [
  // What was checked before and did not change is not checked again; from nothing it takes two or three times as long.
  { name: 'types', command: [bin('tsc'), '-p', '.', '--incremental', '--tsBuildInfoFile', typesSeen], budget: 40 },
  { name: 'lint', command: [bin('oxlint'), '--type-aware', '--deny-warnings', 'src', 'tests', 'bench', 'scripts'], budget: 30 },
  { name: 'format', command: [bin('biome'), 'ci', '--colors=off', '--diagnostic-level=error', '.'], budget: 10 },
  { name: 'unused code', command: [bin('knip'), '--no-progress'], budget: 20 },
  {
    name: 'generated files',
    command: [process.execPath, '--disable-warning=ExperimentalWarning', join(root, 'scripts/generate.ts'), '--check'],
    budget: 15,
  },
];
const layers: readonly Check[] = [
  { name: 'pure tests', command: [...vitest, 'pure'], budget: 60 },
  { name: 'emulator tests', command: [...vitest, 'emulator'], budget: 330 },
  { name: 'whole-product tests', command: [...vitest, 'whole'], budget: 300 },
];

/** `check.ts` runs what belongs before every commit; `check.ts --all` runs every layer and counts the tests. */
async function main(): Promise<number> {
  const all = process.argv.includes('--all');
  const started = performance.now();
  let failures = 0;
  const tests = { passed: 0, failed: 0, skipped: 0 };
  const take = ({ check, status, output, seconds }: Ran): void => {
    const late = seconds > check.budget ? ', over budget' : '';
    console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${check.name.padEnd(20)} ${seconds.toFixed(1)} s of ${check.budget} s${late}`);
    if (status !== 0) {
      failures += 1;
      console.log(plain(output).trimEnd());
    }
    const line = plain(output).match(/^\s*Tests\s.*$/m)?.[0] ?? '';
    for (const kind of ['passed', 'failed', 'skipped'] as const) tests[kind] += Number(line.match(new RegExp(`(\\d+) ${kind}`))?.[1] ?? 0);
  };
  for (const ran of await Promise.all(lanes(statics))) for (const each of ran) take(each);
  for (const layer of all ? layers : layers.slice(0, 1)) take(await run(layer));
  console.log(`${failures === 0 ? 'all is well' : `${failures} failed`} after ${((performance.now() - started) / 1000).toFixed(0)} s`);
  if (all) console.log(`${tests.passed} passed, ${tests.failed + (tests.failed === 0 ? failures : 0)} failed, ${tests.skipped} skipped`);
  return failures === 0 ? 0 : 1;
}

/** Two at a time: as many as the smallest machine has cores. */
function lanes(checks: readonly Check[]): Promise<Ran[]>[] {
  const queue = checks.values();
  const lane = async (): Promise<Ran[]> => {
    const ran: Ran[] = [];
    for (const check of queue) ran.push(await run(check));
    return ran;
  };
  return [lane(), lane()];
}

interface Ran {
  readonly check: Check;
  readonly status: number;
  readonly output: string;
  readonly seconds: number;
}

function run(check: Check): Promise<Ran> {
  const started = performance.now();
  const [command = '', ...args] = check.command;
  const child = spawn(command, args, {
    cwd: root,
    // Before a commit a sample of the long matrices is enough; `npm test` and `npm run faults` try more.
    env: {
      SELFHEAL_FAULTS: process.argv.includes('--all') ? 'some' : 'few',
      ...process.env,
      PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
      NO_COLOR: '1',
      FORCE_COLOR: '0',
    },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => {
    child.on('close', (status) => resolve({ check, status: status ?? 1, output, seconds: (performance.now() - started) / 1000 }));
  });
}

/** Without the colours that a tool may print all the same. */
const plain = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, '');

process.exit(await main());
