import type { Call } from '#domain/call.ts';
import type { Json } from '#domain/json.ts';
import { redacted } from '#domain/redaction/redact.ts';
import { plain } from '#entry/cli/plain-text.ts';

/** A call on one line: `s3:putPublicAccessBlock {"Bucket": …}`; secrets stay hidden. */
export const callLine = ({ service, operation, input }: Call): string => plain(`${service}:${operation} ${spaced(redacted(input))}`);

/** JSON on one line that can be wrapped between its members. */
const spaced = (value: Json): string => JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');
