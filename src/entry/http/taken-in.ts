import { z } from 'zod';
import { asHealError, type HealError } from '#domain/heal-error.ts';
import type { Json } from '#domain/json.ts';
import { ReceptionView, receptionView } from '#entry/views/reception-view.ts';
import type { Reception } from '#flow/receive.ts';
import type { Log } from '#ports/log.ts';
import type { Sent } from './documents.ts';

/** What became of what was sent. */
export const Received = z.object({
  receptions: z.array(ReceptionView),
  /** Documents that are still being taken in: an event may be held until an incident on the same resource has ended. */
  pending: z.int(),
});
export type Received = Readonly<z.infer<typeof Received>>;

/** How to take in one document, and what there is for it. */
export interface TakingIn {
  receive(document: Json): Promise<readonly Reception[]>;
  readonly log: Log;
  /** Counts what was dropped, by its reason. */
  dropped(because: string): void;
}

const atOnce = 16;
/** An answer does not wait longer; what is held goes on. */
const patienceMs = 5_000;

/** Takes documents in, sixteen at once; what fails is told with its reason and does not stop the others. */
export async function takenIn(sent: readonly Sent[], how: TakingIn): Promise<Received & { readonly failed: readonly HealError[] }> {
  const receptions: ReceptionView[] = [];
  const failed: HealError[] = [];
  let pending = sent.length;
  const queue = sent.values();
  const lane = async (): Promise<void> => {
    for (const one of queue) {
      const made = await receptionsOf(one, how);
      if (!Array.isArray(made)) failed.push(made.failed);
      const views = Array.isArray(made) ? made : [droppedFor(made.failed)];
      for (const { became, because } of views) if (became === 'dropped') how.dropped(because ?? 'unknown');
      receptions.push(...views);
      pending -= 1;
    }
  };
  const all = Promise.all(Array.from({ length: Math.min(atOnce, sent.length) }, lane));
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    all,
    new Promise((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    }),
  ]);
  clearTimeout(timer);
  return { receptions: [...receptions], pending, failed: [...failed] };
}

async function receptionsOf(sent: Sent, { receive, log }: TakingIn): Promise<ReceptionView[] | { readonly failed: HealError }> {
  if ('broken' in sent) return [{ became: 'dropped', because: 'not-json', detail: `line ${sent.line}: ${sent.broken}` }];
  try {
    return (await receive(sent.document)).map(receptionView);
  } catch (thrown) {
    const failed = asHealError(thrown);
    log.error(`an event could not be taken in: ${failed.message}`, { code: failed.code });
    return { failed };
  }
}

const droppedFor = ({ code, message }: HealError): ReceptionView => ({
  became: 'dropped',
  because: code,
  detail: `${message}; send it again`,
});
