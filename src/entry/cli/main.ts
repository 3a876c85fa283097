import { getEventListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { CommanderError, type Command as Parser, program } from 'commander';
import { asHealError, HealError } from '#domain/heal-error.ts';
import type { Command, Shell } from './command.ts';
import { commands } from './commands.ts';
import { exitStatus, statusOf } from './exit-status.ts';
import { processTerminal } from './terminal.ts';

const self = process.env['SELFHEAL_COMMAND'] ?? 'selfheal';
const terminal = processTerminal();
const interrupt = new AbortController();
let interruptedAt = 0;

interface GlobalOptions {
  readonly data?: string;
  readonly policy?: string;
  readonly json?: boolean;
}

function versionOf(): string {
  const { version } = JSON.parse(readFileSync(findPackageJSON(import.meta.url) ?? '', 'utf8'));
  return String(version);
}

function shellOf({ data, policy, json }: GlobalOptions): Shell {
  return {
    terminal,
    json: json === true,
    dataDir: resolve(data ?? process.env['SELFHEAL_DATA'] ?? '.selfheal'),
    policyFile: resolve(policy ?? 'selfheal.yaml'),
    version: versionOf(),
    self,
    user: userName(),
    interrupted: interrupt.signal,
  };
}

/** A container may run under a user id without a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? 'unknown';
  }
}

/** Gives the parser of a command its arguments and options, once it is known that this command is asked for. */
function fill(parser: Parser, { arguments: args = [], options = [], examples, run }: Command): void {
  for (const [spec, what] of args) parser.argument(spec, what);
  for (const { flags, what, read, default: value } of options) {
    const option = parser.createOption(flags, what).default(value);
    parser.addOption(read === undefined ? option : option.argParser(read));
  }
  parser.addHelpText('after', `\nExample${examples.length === 1 ? '' : 's'}:\n${examples.map((each) => `  ${self} ${each}`).join('\n')}`);
  parser.action(async () => {
    process.exitCode = await run(shellOf(program.opts<GlobalOptions>()), parser.processedArgs.flat().filter(isText), parser.opts());
  });
}

const isText = (value: unknown): value is string => typeof value === 'string';

function parserOf(): Parser {
  program
    .name('selfheal')
    .description('Turns something wrong in an AWS account into a verified fix, or into one clear question.')
    .version(versionOf(), '--version', 'print the version')
    .option('--data <dir>', 'folder of the journal (default: .selfheal, or SELFHEAL_DATA)')
    .option('--policy <file>', 'policy file (default: selfheal.yaml)')
    .option('--json', 'print JSON for programs')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => {} })
    .addHelpText(
      'after',
      `\nStart here: ${self} up\nExit status: 0 done, 1 the answer is no, 2 used wrongly, 3 something is missing or unreachable.`,
    )
    .exitOverride()
    .hook('preSubcommand', async (_, parser) => {
      const command = await commands[parser.name()]?.load();
      if (command !== undefined) fill(parser, command);
    });
  for (const [name, { summary }] of Object.entries(commands)) program.command(name).description(summary);
  return program;
}

/** One or two sentences on stderr; the stack only for those who ask for it. */
function report(thrown: unknown): void {
  const error = asHealError(thrown);
  const json = program.opts<GlobalOptions>().json === true;
  terminal.notice(json ? JSON.stringify(error) : `selfheal: ${error.message}`);
  if (process.env['SELFHEAL_DEBUG'] !== undefined) terminal.notice(error.stack ?? '');
  if (process.env['SELFHEAL_DEBUG'] !== undefined && error.cause instanceof Error) terminal.notice(error.cause.stack ?? '');
  process.exitCode = statusOf(error.code);
}

async function main(): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? exitStatus.done : exitStatus.no));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const nothingToEnd = getEventListeners(interrupt.signal, 'abort').length === 0;
      // A person's second Ctrl-C; one that npm passes on comes at once.
      const again = interrupt.signal.aborted && performance.now() - interruptedAt > 500;
      if (again || (nothingToEnd && !interrupt.signal.aborted)) process.exit(130);
      if (!interrupt.signal.aborted) interruptedAt = performance.now();
      interrupt.abort();
    });
  }
  try {
    if (process.argv.length <= 2) parserOf().outputHelp();
    else await parserOf().parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) report(error);
    else if (error.exitCode !== 0) {
      const asked = program.args[0];
      const help = asked !== undefined && Object.hasOwn(commands, asked) ? `${self} ${asked} --help` : `${self} --help`;
      report(
        new HealError(
          'bad-input',
          `${error.message
            .replace(/^error: /, '')
            .replace(/\.?$/, '.')
            .replaceAll('\n', ' ')} See "${help}".`,
        ),
      );
    }
  }
  // A pipe takes 64 KB at once: what the reader has not taken yet would be lost.
  await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))));
  process.exit();
}

await main();
