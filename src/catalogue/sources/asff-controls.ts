import type { JsonObject } from '#domain/json.ts';
import { textAt } from './fields.ts';
import { ruleId } from './rule-id.ts';

/** Older ids of the controls that we heal (docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html). */
const older: Readonly<Record<string, string>> = {
  'cis/1.2.0/4.1': 'EC2.13',
  'cis/1.2.0/4.2': 'EC2.14',
  'cis/1.4.0/2.1.1': 'S3.4',
  'cis/1.4.0/2.1.5.2': 'S3.8',
  'PCI.EC2.5': 'EC2.13',
  'PCI.S3.1': 'S3.3',
  'PCI.S3.2': 'S3.2',
  'PCI.S3.4': 'S3.4',
};

/** The control or Config rule that an ASFF finding says failed, in the words of every standard: `securityhub:S3.8`. Findings of other products have none. */
export function asffControls(finding: JsonObject): readonly string[] {
  const control = textAt(finding, 'Compliance', 'SecurityControlId');
  if (control !== undefined) return [`securityhub:${control}`];
  const product = textAt(finding, 'ProductArn') ?? '';
  const rule = textAt(finding, 'ProductFields', 'aws/config/ConfigRuleName');
  if (product.endsWith('product/aws/config') && rule !== undefined) return [`config:${ruleId(rule)}`];
  if (!product.endsWith('product/aws/securityhub')) return [];
  const texts = [textAt(finding, 'GeneratorId'), textAt(finding, 'ProductFields', 'StandardsControlArn')];
  const [found] = texts.flatMap((text) => ofGenerator(text ?? '') ?? []);
  return found === undefined ? [] : [`securityhub:${found}`];
}

function ofGenerator(text: string): string | undefined {
  const [, version, rule] = /cis-aws-foundations-benchmark\/v\/([\d.]+)\/(?:rule\/)?([\d.]+)$/.exec(text) ?? [];
  const id = rule === undefined ? /\/(?:CT\.)?((?:PCI\.)?[A-Za-z]\w*\.\d+)$/.exec(text)?.[1] : `cis/${version}/${rule}`;
  return id === undefined ? undefined : (older[id] ?? id);
}
