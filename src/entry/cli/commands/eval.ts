import { InvalidArgumentError } from 'commander';
import { evalCases } from '#catalogue/eval/cases.ts';
import type { EvalCase } from '#catalogue/eval/eval-case.ts';
import { loadPolicy } from '#config/load-policy.ts';
import { HealError } from '#domain/heal-error.ts';
import { defineCommand } from '#entry/cli/command.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { terminalLog } from '#entry/cli/log.ts';
import { plain } from '#entry/cli/plain-text.ts';
import { askedModel } from '#entry/eval/asked-model.ts';
import { evalText } from '#entry/eval/eval-text.ts';
import { evaluate } from '#entry/eval/evaluate.ts';
import { ownCases } from '#entry/eval/own-cases.ts';
import { catalogueOf } from '#worlds/catalogue-of.ts';
import { knowledgeOf } from '#worlds/knowledge-of.ts';

interface Options {
  readonly model?: string;
  readonly region?: string;
  readonly cases?: string;
  readonly minClass: number;
  readonly minCause: number;
  readonly minAction: number;
  readonly maxHarm: number;
}

/** How right the rules, or a model beside them, are about labelled cases; nothing is written, and nothing but the model is reached. */
export const evaluateCases = defineCommand<Options>({
  arguments: [['[case...]', 'only these cases or families: exposure, identity, guard-rails, destruction, failure, cost']],
  options: [
    { flags: '--model <model>', what: 'a provider, or provider:id (default: the model of the policy; none: the rules alone)' },
    {
      flags: '--region <region>',
      what: "where Bedrock is asked when the policy's model names no region (default: AWS_REGION, else us-east-1)",
    },
    { flags: '--cases <file>', what: 'your own labelled cases in YAML or JSON, instead of ours' },
    { flags: '--min-class <share>', what: 'exit with 1 when fewer classes are right', read: share, default: 0 },
    { flags: '--min-cause <share>', what: 'exit with 1 when fewer root causes are right', read: share, default: 0 },
    { flags: '--min-action <share>', what: 'exit with 1 when fewer actions are right', read: share, default: 0 },
    { flags: '--max-harm <share>', what: 'exit with 1 when more of what Selfheal decides does harm', read: share, default: 1 },
  ],
  examples: [
    'eval',
    'eval --cases our-incidents.yaml',
    'eval --model anthropic:claude-haiku-4-5 --min-action 0.9',
    'eval identity --model none --json',
  ],
  async run({ terminal, json, policyFile }, only, options) {
    const own = options.cases === undefined ? undefined : await ownCases(options.cases);
    for (const line of own?.refused ?? []) terminal.notice(`selfheal: ${plain(line)}`);
    const cases = chosen(only, own?.cases ?? evalCases);
    const { policy } = await loadPolicy(policyFile);
    const { catalogue } = await catalogueOf(policyFile);
    const knowledge = knowledgeOf({ policyFile, policy: () => policy, actions: await catalogue.actions() });
    const asked = askedModel(options.model, policy, options.region ?? process.env['AWS_REGION'] ?? 'us-east-1');
    const found = await evaluate(cases, { catalogue, knowledge, asked, log: terminalLog(terminal) }, (done) => {
      terminal.progress(`${done} of ${cases.length} cases…`);
    });
    const whose = own === undefined ? ours : `The cases are those of ${options.cases}.`;
    if (json) terminal.printJson({ ...found, note: whose });
    else terminal.print(evalText(found, whose, terminal));
    const measured = found.model ?? found.rules;
    const { harm } = found.together ?? found.rules;
    if (asked !== undefined && found.asking?.answered === 0 && found.asking.asked > 0) {
      terminal.notice(`selfheal: ${asked.model.id} answered no question`);
      return exitStatus.missing;
    }
    const enough =
      measured.class.share >= options.minClass &&
      measured.cause.share >= options.minCause &&
      measured.action.share >= options.minAction &&
      harm.share <= options.maxHarm;
    return enough && (own?.refused.length ?? 0) === 0 ? exitStatus.done : exitStatus.no;
  },
});

const ours =
  'The cases are our own: they compare models with each other and with the rules, and do not measure Selfheal against your accounts.';

function chosen(only: readonly string[], all: readonly EvalCase[]): readonly EvalCase[] {
  const fits = (word: string) => (one: EvalCase) => one.id === word || one.id.startsWith(`${word}/`);
  const unknown = only.find((word) => !all.some(fits(word)));
  if (unknown !== undefined)
    throw new HealError('not-found', `There is no case or family ${unknown}; "selfheal eval --model none --json" lists them all.`);
  return only.length === 0 ? all : all.filter((one) => only.some((word) => fits(word)(one)));
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new InvalidArgumentError('It must be a share from 0 to 1.');
  return value;
}
