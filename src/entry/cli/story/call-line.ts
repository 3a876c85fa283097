import type { Call } from '#domain/call.ts';
import { redacted } from '#domain/redact.ts';
import { plain } from '#entry/cli/plain-text.ts';

/** A call on one line: `s3:putPublicAccessBlock {"Bucket": …}`; secrets stay hidden. */
export const callLine = ({ service, operation, input }: Call): string =>
  plain(`${service}:${operation} ${JSON.stringify(redacted(input))}`);
