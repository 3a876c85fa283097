import { type FilePart, readDocuments, readPart } from '#adapters/files/documents.ts';
import { unwrap } from '#catalogue/unwrap.ts';
import { asHealError } from '#domain/heal-error.ts';
import { type Counting, newCounting } from '#flow/replay/counting.ts';
import { judgeEvent, type Policies } from '#flow/replay/judge-event.ts';
import type { Tally } from '#flow/replay/tally.ts';

const tellEvery = 2_000;

interface Given {
  readonly file: string;
  readonly part?: FilePart | undefined;
}

/** Judges every event of one file (or of standard input, `-`) or of a part of it, holding one document at a time; `progress` is told of events as they are done. */
export async function replayFile({ file, part }: Given, policies: Policies, progress: (events: number) => void): Promise<Tally> {
  const counting = newCounting();
  let done = 0;
  for await (const found of part === undefined ? readDocuments(file) : readPart(file, part)) {
    if ('error' in found) {
      counting.unreadable(found.error.message);
      continue;
    }
    for (const part of unwrap(found.document)) {
      if ('drop' in part) counting.event({ signals: 0, findings: [], drops: [part.drop.because] });
      else await judgeOne(part.document, `${found.file}:${found.line}`, { policies, counting });
      done += 1;
      if (done % tellEvery === 0) progress(tellEvery);
    }
  }
  progress(done % tellEvery);
  return counting.tally();
}

interface Work {
  readonly policies: Policies;
  readonly counting: Counting;
}

/** An event that cannot be judged leaves the others alone. */
async function judgeOne(document: Parameters<typeof judgeEvent>[0], place: string, { policies, counting }: Work): Promise<void> {
  try {
    counting.event(await judgeEvent(document, policies));
  } catch (thrown) {
    counting.unreadable(`${place}: not judged: ${asHealError(thrown).message}`);
  }
}
