import { gunzipSync } from 'node:zlib';
import type { Json } from '#domain/json.ts';

/** A CloudWatch Logs delivery is at most 1 MB before compression, a log file in a message less; more is a bomb. */
const largest = 8 * 1024 * 1024;

/** The JSON documents of a text: one, JSON lines, or either of them as Base64, compressed or not; nothing when it is none of these. */
export function documentsInText(text: string): readonly Json[] | undefined {
  return ofJson(text) ?? ofBase64(text);
}

function ofJson(text: string): readonly Json[] | undefined {
  const whole = parsed(text);
  if (whole !== undefined) return [whole];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const documents = lines.length < 2 ? [] : lines.map(parsed);
  const found = documents.filter((each) => each !== undefined);
  return found.length > 0 && found.length === documents.length ? found : undefined;
}

/** Gzip begins with 1f 8b (RFC 1952): `H4sI` in Base64. JSON that begins with `{` or `[` is `e` or `W`. */
function ofBase64(text: string): readonly Json[] | undefined {
  if (!/^(H4sI|e|W)[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  try {
    return ofJson(text.startsWith('H4sI') ? gunzipSync(bytes, { maxOutputLength: largest }).toString('utf8') : bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
