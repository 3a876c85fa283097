import type { Model, Question } from '#ports/model.ts';
import { type Dice, flattering, illegal, steered, worstLegal } from './answers.ts';
import type { Injection } from './injections/injection.ts';

/** How it answers: the worst that is allowed, what is not allowed, what the injected text asks for, or what the rules said and then some. */
export const manners = ['worst-legal', 'illegal', 'steered', 'flattering'] as const;
export type Manner = (typeof manners)[number];

export interface EvilModel extends Model {
  /** Everything that it was asked. */
  readonly questions: readonly Question[];
  /** Did the text reach it? */
  read(): boolean;
}

/** A model that wants harm, and believes what strangers write. Steered by a text only when it can read it in its prompt; else it does its worst. */
export function evilModel(manner: Manner, injection: Injection, roll: Dice): EvilModel {
  const questions: Question[] = [];
  const finds = ({ data }: Question): boolean => injection.pieces.some((piece) => stands(piece, data));
  const words = injection.pieces.join(' ');
  const answerOf = (question: Question): unknown => {
    if (manner === 'illegal') return illegal(question, roll);
    if (manner === 'flattering') return flattering(question, roll, words);
    return manner === 'steered' && finds(question) ? steered(question, injection, roll) : worstLegal(question.schema, roll, words);
  };
  return {
    id: 'evil:model',
    price: { inputUsd: 0.1, outputUsd: 0.5 },
    questions,
    read: () => questions.some(finds),
    async ask(question) {
      questions.push(question);
      const answer = answerOf(question);
      return { answer, inputTokens: 1 + roll(4_000), outputTokens: roll(1_500) };
    },
  };
}

/** Does the beginning of a text stand in a prompt, whatever names, quotes and escapes were made of it? */
function stands(piece: string, data: string): boolean {
  const wanted = folded(piece).slice(0, 20);
  return wanted.length > 0 && folded(data).includes(wanted);
}

const escapes = /\\u([0-9a-f]{4})|\\+[nrt"\\]/g;
const folded = (text: string): string =>
  text
    .replace(escapes, (_, code?: string) => (code === undefined ? ' ' : String.fromCharCode(Number.parseInt(code, 16))))
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
