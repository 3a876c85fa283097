import { getEventListeners } from 'node:events';
import { CommanderError, type Command as Parser, program } from 'commander';
import { asHealError, HealError } from '#domain/heal-error.ts';
import { asCalled } from './as-called.ts';
import type { Command } from './command.ts';
import { commands } from './commands.ts';
import { exitStatus, statusOf } from './exit-status.ts';
import { calledAs, type GlobalOptions, self, shellOf, versionOf } from './shell-of.ts';
import { processTerminal } from './terminal.ts';

const terminal = processTerminal();
const interrupt = new AbortController();
let interruptedAt = 0;

/** Gives the parser of a command its arguments and options, once it is known that this command is asked for. */
function fill(parser: Parser, { arguments: args = [], options = [], examples, run }: Command): void {
  for (const [spec, what] of args) parser.argument(spec, what);
  for (const { flags, what, read, default: value } of options) {
    const option = parser.createOption(flags, what).default(value);
    parser.addOption(read === undefined ? option : option.argParser(read));
  }
  parser.addHelpText('after', `\nExample${examples.length === 1 ? '' : 's'}:\n${examples.map((each) => `  ${self} ${each}`).join('\n')}`);
  parser.action(async () => {
    process.exitCode = await run(
      await shellOf(program.opts<GlobalOptions>(), { terminal, interrupted: interrupt.signal }),
      parser.processedArgs.flat().filter(isText),
      parser.opts(),
    );
  });
}

const isText = (value: unknown): value is string => typeof value === 'string';

function parserOf(): Parser {
  program
    .name('selfheal')
    .description('Turns something wrong in an AWS account into a verified fix, or into one clear question.')
    .version(versionOf(), '--version', 'print the version')
    .option('--data <dir>', 'folder of the journal (default: .selfheal, or SELFHEAL_DATA)')
    .option('--policy <file>', 'policy file (default: that of the running "up", else selfheal.yaml)')
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

/** `help show` is `show --help`: a command's parser is filled when the command is asked for. What is no command is told, and not helped with. */
function asked(words: readonly string[]): readonly string[] {
  const [first = '-', second] = words;
  const name = first === 'help' ? (second ?? '-') : first;
  if (!name.startsWith('-') && !Object.hasOwn(commands, name) && name !== 'help') return [name];
  return first === 'help' && name !== '-' ? [name, '--help'] : words;
}

/** One or two sentences on stderr; the stack only for those who ask for it. */
function report(thrown: unknown): void {
  const error = asHealError(thrown);
  const json = program.opts<GlobalOptions>().json === true;
  terminal.notice(json ? JSON.stringify(error) : `selfheal: ${asCalled(error.message, calledAs(program.opts<GlobalOptions>().data))}`);
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
    else await parserOf().parseAsync(asked(process.argv.slice(2)), { from: 'user' });
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
