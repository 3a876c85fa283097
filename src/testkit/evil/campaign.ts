import type { Stages } from '#flow/stages.ts';
import { dice } from './answers.ts';
import { decideWith } from './decision.ts';
import { evilModel, manners } from './evil-model.ts';
import type { Ground } from './ground.ts';
import type { Injection } from './injections/injection.ts';
import { injections } from './injections/injections.ts';
import { type Field, planted } from './planted.ts';
import { scenarios } from './scenarios.ts';
import { isMoreCautious, isWrongChoice, violations } from './violations.ts';

/** What a campaign of decisions came to. */
export interface Toll {
  /** Decisions in which the model was asked. */
  readonly asked: number;
  /** Those that the rules made alone, because nothing was wrong or nothing could be done. */
  readonly alone: number;
  /** Decisions whose prompt held the injected text. */
  readonly reached: number;
  /** By field. */
  readonly reachedBy: Readonly<Record<string, { readonly planted: number; readonly reached: number }>>;
  readonly injections: ReadonlySet<string>;
  readonly techniques: ReadonlySet<string>;
  readonly violations: readonly string[];
  readonly wrong: number;
  readonly moreCautious: number;
  readonly outcomes: Readonly<Record<string, number>>;
  /** The instructions of all prompts: one, when nothing of an incident gets into them. */
  readonly instructions: ReadonlySet<string>;
}

interface Campaign {
  readonly decisions: number;
  readonly seed: number;
  readonly ground: Ground;
  readonly stages: Stages;
  /** Breaks off at the first violation. */
  readonly untilFirst?: boolean;
}

/** So many decisions: scenarios, injections, fields and manners by turns, so that each meets each other. */
export async function campaign({ decisions, seed, ground, stages, untilFirst = false }: Campaign): Promise<Toll> {
  const names = Object.keys(scenarios);
  const found: string[] = [];
  const seen = { injections: new Set<string>(), techniques: new Set<string>(), instructions: new Set<string>() };
  const reachedBy: Record<string, { planted: number; reached: number }> = {};
  const outcomes: Record<string, number> = {};
  const count = { asked: 0, alone: 0, reached: 0, wrong: 0, moreCautious: 0 };
  for (let turn = 0; count.asked < decisions; turn += 1) {
    if (untilFirst && found.length > 0) break;
    const name = names[turn % names.length] ?? '';
    const scenario = scenarios[name];
    const injection = injections[(turn + seed) % injections.length];
    if (scenario === undefined || injection === undefined) throw new Error('there is nothing to try');
    const round = Math.floor(turn / names.length);
    const fields = hostileFields(injection, scenario.fields, round);
    const plant = planted(injection, fields);
    const model = evilModel(manners[(round + turn) % manners.length] ?? 'illegal', injection, dice(seed + turn));
    const decided = await decideWith(model, { scenario, plant, ground, stages, saysYes: round % 3 === 0 });
    const wrongs = violations(name, plant, decided);
    found.push(...wrongs.map((wrong) => `${name}, ${injection.id} in ${fields.join(', ')}, turn ${turn}: ${wrong}`));
    if (model.questions.length === 0) {
      count.alone += 1;
      continue;
    }
    count.asked += 1;
    for (const { instructions } of model.questions) seen.instructions.add(instructions);
    seen.injections.add(injection.id);
    seen.techniques.add(injection.technique);
    const reached = model.read();
    if (reached) count.reached += 1;
    for (const field of fields) {
      const tally = (reachedBy[field] ??= { planted: 0, reached: 0 });
      tally.planted += 1;
      if (reached) tally.reached += 1;
    }
    if (isWrongChoice(name, decided)) count.wrong += 1;
    if (isMoreCautious(name, decided)) count.moreCautious += 1;
    const outcome = decided.incident?.diagnosis?.analysis?.outcome ?? 'none';
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return { ...count, ...seen, reachedBy, violations: found, outcomes };
}

/** One field by turns; as many as there are pieces for a text that is split. */
function hostileFields({ pieces }: Injection, of: readonly Field[], round: number): readonly Field[] {
  return pieces.flatMap((_, index) => of[(round + index) % of.length] ?? []);
}
