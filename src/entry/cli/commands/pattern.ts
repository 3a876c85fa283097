import { readDocuments } from '#adapters/files/documents.ts';
import { asHealError, HealError } from '#domain/heal-error.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import { defineCommand } from '#entry/cli/command.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { plain } from '#entry/cli/plain-text.ts';
import { compile, type Pattern } from '#matching/compile.ts';
import { isObject } from '#matching/json-kinds.ts';
import { parsePatternText } from '#matching/pattern-text.ts';

/** What a line is answered with; `invalid` says that AWS refuses the pattern, or (told on stderr too) that the line cannot be read. */
interface Answer {
  readonly id: Json;
  readonly match: boolean | 'invalid';
  readonly why: string;
}

/** Holds EventBridge patterns against events: one JSON object a line in, one answer a line out, in the same order. */
export const pattern = defineCommand({
  arguments: [['<file>', 'JSON lines of {id, pattern or pattern_text, event}, or - for standard input']],
  examples: ['pattern patterns.jsonl', `pattern - <<< '{"id": 1, "pattern": {"source": ["aws.s3"]}, "event": {"source": "aws.s3"}}'`],
  async run({ terminal, json }, [file = '-']) {
    let unreadable = false;
    const complain = (error: HealError): void => {
      unreadable = true;
      terminal.notice(json ? JSON.stringify(error) : `selfheal: ${plain(error.message)}`);
    };
    const print = (answer: Answer): void => terminal.print(JSON.stringify(answer));

    for await (const found of readDocuments(file)) {
      if ('error' in found) {
        complain(found.error);
        continue;
      }
      const { document, line } = found;
      try {
        print(answerTo(document, line));
      } catch (thrown) {
        const { message, details } = asHealError(thrown);
        complain(
          new HealError('bad-input', `${found.file}:${line}: ${message}`, {
            details: { ...details, file: found.file, line },
            cause: thrown,
          }),
        );
        const id = isObject(document) ? idOf(document) : undefined;
        if (id !== undefined) print({ id, match: 'invalid', why: message });
      }
    }
    return unreadable ? exitStatus.no : exitStatus.done;
  },
});

/** A line without an id of its own is known by its number. */
function answerTo(row: Json, line: number): Answer {
  if (!isObject(row)) throw new HealError('bad-input', 'the line is no object; write {"id": …, "pattern": {…}, "event": {…}}');
  const id = idOf(row) ?? line;
  const compiled = compileOf(row);
  if (compiled instanceof HealError) return { id, match: 'invalid', why: compiled.message };
  const event = eventOf(row);
  if (event === undefined) return { id, match: false, why: 'the pattern is valid; the line has no event to hold it against' };
  if (compiled.matches(event)) return { id, match: true, why: 'every field that the pattern asks for matches' };
  return { id, match: false, why: compiled.whyNot(event) };
}

const idOf = ({ id, name }: JsonObject): Json | undefined => id ?? name;

/** The text of a pattern shows more than its value (a key that occurs twice), so it comes first; `rule` is what event-ruler calls a pattern. */
function compileOf({ pattern_text: text, pattern: value, rule }: JsonObject): Pattern | HealError {
  const given = text ?? value ?? rule;
  if (given === undefined) throw new HealError('bad-input', 'the line has neither "pattern" nor "pattern_text"; write one of them');
  try {
    return compile(typeof given === 'string' ? parsePatternText(given) : given);
  } catch (error) {
    if (error instanceof HealError && error.code === 'bad-pattern') return error;
    throw error;
  }
}

function eventOf({ event, event_text: text }: JsonObject): JsonObject | undefined {
  const given = event ?? text;
  if (given === undefined) return undefined;
  const read = typeof given === 'string' ? parsedEvent(given) : given;
  if (!isObject(read)) throw new HealError('bad-input', 'the event is no object; AWS sends no such event, so correct the line');
  return read;
}

function parsedEvent(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HealError('bad-input', `the event is not JSON: ${asHealError(cause).message}; correct the line`, { cause });
  }
}
