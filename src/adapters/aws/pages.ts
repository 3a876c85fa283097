import { HealError } from '#domain/heal-error.ts';
import type { Answer, Client, Operation } from './services.ts';

const mostPages = 1_000;

/** Where an operation without a paginator in the SDK says how to go on, and where it takes that. */
const continuations = [
  ['NextToken', 'NextToken'],
  ['NextContinuationToken', 'ContinuationToken'],
  ['LastEvaluatedBackupArn', 'ExclusiveStartBackupArn'],
  ['LastEvaluatedGlobalTableName', 'ExclusiveStartGlobalTableName'],
] as const;

interface Listing {
  readonly client: Client;
  readonly operation: Operation;
  readonly input: object;
  /** What is read, for errors: `ssm.describeParameters`. */
  readonly name: string;
  /** Wraps the sending of every page. */
  readonly each: (send: () => Promise<Answer | undefined>) => Promise<Answer | undefined>;
}

/** Sends a read as often as it has pages and joins the top-level lists. Throws `too-large` after 1,000 pages. */
export async function readAllPages(listing: Listing): Promise<Answer> {
  const { client, operation, input, name, each } = listing;
  const pages = operation.paginate?.({ client }, { ...input }) ?? follow(listing);
  let joined = await each(() => next(pages));
  if (joined === undefined) throw new HealError('unexpected', `The SDK gave neither an answer nor an error to ${name}.`, { retry: 'now' });
  for (let count = 1; ; count += 1) {
    const page = await each(() => next(pages));
    if (page === undefined) return joined;
    if (count === mostPages) throw new HealError('too-large', `${name} gave more than ${mostPages} pages: narrow the question down.`);
    joined = join(joined, page);
  }
}

async function next(pages: AsyncGenerator<Answer>): Promise<Answer | undefined> {
  const { done, value } = await pages.next();
  return done === true ? undefined : value;
}

async function* follow({ client, operation, input, name }: Listing): AsyncGenerator<Answer> {
  for (let more: object | undefined = {}; more !== undefined; ) {
    const page: Answer = await client.send(operation.command({ ...input, ...more }));
    yield page;
    more = continuation(page, name);
  }
}

function continuation(page: Answer, name: string): object | undefined {
  for (const [from, to] of continuations) {
    const token = page[from];
    if (typeof token === 'string' && token !== '') return { [to]: token };
  }
  if (page['IsTruncated'] !== true) return undefined;
  throw new HealError(
    'unsupported-operation',
    `${name} has more pages and nobody wrote down how to ask for them: add a row to continuations.`,
  );
}

/** The later page, with the lists of the earlier ones before its own, also where they stand one level deeper (CloudFront's `DistributionList.Items`). */
function join(before: Answer, page: Answer): Answer {
  const joined: Record<string, unknown> = { ...page };
  for (const [name, list] of Object.entries(before)) {
    const later = page[name];
    if (Array.isArray(list)) joined[name] = list.concat(Array.isArray(later) ? later : []);
    else if (isListing(list)) joined[name] = join(list, typeof later === 'object' ? { ...later } : {});
  }
  return joined;
}

const isListing = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && 'Items' in value && Array.isArray(value.Items);
