import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Policy } from '#config/policy.ts';
import { generatedActionFiles } from './generate-actions.ts';
import { cliPage } from './generate-cli.ts';
import { generatedDetectionFiles } from './generate-detections.ts';
import { lifecyclePage } from './generate-lifecycle.ts';
import { generatedScenarioFiles } from './generate-scenarios.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Every generated file by its path in the repository. */
async function generated(): Promise<ReadonlyMap<string, string>> {
  const parts = await Promise.all([generatedActionFiles(), generatedDetectionFiles(), generatedScenarioFiles()]);
  const schema = { title: 'selfheal.yaml', ...z.toJSONSchema(Policy, { io: 'input', reused: 'ref' }) };
  return new Map([
    ...parts.flatMap((part) => [...part]),
    ['docs/cli.md', await cliPage()],
    ['docs/lifecycle.md', lifecyclePage()],
    ['schema/selfheal.schema.json', `${JSON.stringify(schema, undefined, 2)}\n`],
  ]);
}

/** Code is compared in the form that the formatter gives it. */
function formatted(path: string, text: string): string {
  if (!path.endsWith('.ts')) return text;
  const biome = spawnSync(join(root, 'node_modules/.bin/biome'), ['format', `--stdin-file-path=${path}`], {
    cwd: root,
    input: text,
    encoding: 'utf8',
  });
  if (biome.status !== 0) throw new Error(`${path} cannot be formatted: ${biome.stderr}`);
  return biome.stdout;
}

const checking = process.argv.includes('--check');

/** Writes what is not as it should be, unless it is only checked; gives the paths. */
async function write(files: Iterable<readonly [path: string, text: string]>): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const [path, text] of files) {
    const wanted = formatted(path, text);
    const present = await readFile(join(root, path), 'utf8').catch(() => undefined);
    if (present === wanted) continue;
    stale.push(path);
    if (checking) continue;
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), wanted);
  }
  return stale;
}

// Detections load actions through the index, which a new action has just changed: it comes first, and is loaded anew.
const isIndex = (path: string): boolean => path.endsWith('actions/index.ts');
if (!checking && (await write([...(await generatedActionFiles())].filter(([path]) => isIndex(path)))).length > 0) {
  const { status } = spawnSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url)], { stdio: 'inherit' });
  process.exit(status ?? 1);
}
const stale = await write(await generated());
if (stale.length > 0) console.log(`${checking ? 'out of date, run "npm run generate"' : 'written'}: ${stale.join(', ')}`);
process.exit(checking && stale.length > 0 ? 1 : 0);
