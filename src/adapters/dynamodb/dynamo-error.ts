import { type ErrorCode, HealError, type Retry } from '#domain/heal-error.ts';

const known: Readonly<Record<string, { readonly code: ErrorCode; readonly retry: Retry; readonly next: string }>> = {
  AccessDeniedException: { code: 'access-denied', retry: 'never', next: 'Allow our role to use it.' },
  UnrecognizedClientException: { code: 'access-denied', retry: 'never', next: 'Check the credentials.' },
  ExpiredTokenException: { code: 'access-denied', retry: 'now', next: 'Refresh the credentials.' },
  ResourceNotFoundException: { code: 'not-found', retry: 'never', next: 'Create the table, or name the right one and its region.' },
  ProvisionedThroughputExceededException: { code: 'throttled', retry: 'later', next: 'Try again later.' },
  RequestLimitExceeded: { code: 'throttled', retry: 'later', next: 'Try again later.' },
  ThrottlingException: { code: 'throttled', retry: 'later', next: 'Try again later.' },
  ItemCollectionSizeLimitExceededException: { code: 'too-large', retry: 'never', next: 'Keep large values in blobs.' },
  TimeoutError: { code: 'aws-unreachable', retry: 'later', next: 'Check the network.' },
  ECONNREFUSED: { code: 'aws-unreachable', retry: 'later', next: 'Check the endpoint and the network.' },
  ECONNRESET: { code: 'aws-unreachable', retry: 'later', next: 'Check the network.' },
  ENOTFOUND: { code: 'aws-unreachable', retry: 'later', next: 'Check the endpoint and the network.' },
};

/** Runs calls to DynamoDB; what the SDK throws becomes a HealError that names the table and says what to do. */
export async function guarded<T>(table: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw dynamoError(error, table);
  }
}

function dynamoError(error: unknown, table: string): unknown {
  if (error instanceof HealError || !(error instanceof Error) || !isFromAws(error)) return error;
  const name = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const meaning = known[name] ?? known[error.name] ?? { code: 'aws-error', retry: 'later', next: 'See what AWS says and try again.' };
  return new HealError(meaning.code, `DynamoDB table ${table}: ${name}: ${error.message}. ${meaning.next}`, {
    retry: meaning.retry,
    details: { table, error: name },
    cause: error,
  });
}

const isFromAws = (error: Error): boolean =>
  '$metadata' in error || error.name in known || ('code' in error && String(error.code) in known);

/** Refuses what DynamoDB would refuse, before it is sent: 100 items and 4 MB a transaction, 400 KB an item (docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html). */
export function refuseTooLarge(what: string, items: readonly object[]): void {
  const sizes = items.map((item) => Buffer.byteLength(JSON.stringify(item)));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const why =
    items.length > 100
      ? `it writes ${items.length} items, 100 are allowed`
      : Math.max(0, ...sizes) > 400 * 1024
        ? `one of its items has ${Math.max(...sizes)} bytes, 400 KB are allowed`
        : bytes > 4 * 1024 * 1024
          ? `it has ${bytes} bytes, 4 MB are allowed`
          : undefined;
  if (why === undefined) return;
  throw new HealError(
    'too-large',
    `${what} is too large for DynamoDB: ${why}; nothing was stored. Commit in smaller steps, keep large values in blobs.`,
    {
      details: { items: items.length, bytes },
    },
  );
}
