import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { IncidentClass } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';

const Type = z.string().regex(/^AWS::\w*::\w+$/, "is CloudFormation's type, like AWS::S3::Bucket");

/** A detection as its file says it. */
export const DetectionFile = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, 'is <service>.<name> in lower case'),
  title: z.string().min(1),
  class: IncidentClass,
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  pattern: z.record(z.string(), z.json()),
  resource: z.union([Type, z.array(Type).min(1)]),
  action: z.string().optional(),
  params: z.record(z.string(), z.json()).optional(),
  examples: z.strictObject({ matches: z.array(z.json()).min(1), misses: z.array(z.json()).min(1) }),
  references: z.array(z.url()).min(1),
});
export type DetectionFile = Readonly<z.infer<typeof DetectionFile>>;

/** Does a detection want signals about this type of resource? What is about the account may happen to anything in it. */
export function wants({ resource }: Pick<DetectionFile, 'resource'>, type: string): boolean {
  return resource === type || resource === account || (typeof resource !== 'string' && resource.includes(type));
}

const account = 'AWS::::Account';

type Path = readonly (string | number)[];

/** Makes the error that refuses a file: it names file, line and field. */
export type Refuse = (why: string, ...field: Path) => HealError;

/** Reads one file. Throws HealError `bad-detection` naming file, line and field. */
export function readDetectionFile(text: string, file: string): { readonly detection: DetectionFile; readonly refuse: Refuse } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (path: Path): number => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const refused = (line: number, field: string, why: string): HealError =>
    new HealError('bad-detection', `${file}:${line}: ${field} ${why}`, { details: { file, line, field } });
  const refuse: Refuse = (why, ...field) => refused(lineOf(field), field.join('.') || 'the file', why);
  const [syntax] = document.errors;
  if (syntax !== undefined) throw refused(lines.linePos(syntax.pos[0]).line, 'the file', `is not YAML: ${syntax.message.split('\n')[0]}`);
  const parsed = DetectionFile.safeParse(document.toJS());
  if (parsed.success) return { detection: parsed.data, refuse };
  const issue = parsed.error.issues[0];
  const path = (issue?.path ?? []).map((part) => (typeof part === 'symbol' ? String(part) : part));
  throw refuse(`does not fit: ${issue?.message ?? 'unknown'}`, ...path);
}
