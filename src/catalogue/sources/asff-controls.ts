import type { JsonObject } from '#domain/json.ts';
import { textAt } from './fields.ts';
import { controlsNamedIn } from './older-controls.ts';
import { ruleId } from './rule-id.ts';

/** The control or Config rule that an ASFF finding says failed, in the words of every standard: `securityhub:S3.8`. Findings of other products have none. */
export function asffControls(finding: JsonObject): readonly string[] {
  const control = textAt(finding, 'Compliance', 'SecurityControlId');
  if (control !== undefined) return [`securityhub:${control}`];
  const product = textAt(finding, 'ProductArn') ?? '';
  const rule = textAt(finding, 'ProductFields', 'aws/config/ConfigRuleName');
  if (product.endsWith('product/aws/config') && rule !== undefined) return [`config:${ruleId(rule)}`];
  if (!product.endsWith('product/aws/securityhub')) return [];
  const texts = [
    textAt(finding, 'GeneratorId'),
    textAt(finding, 'ProductFields', 'StandardsControlArn'),
    textAt(finding, 'ProductFields', 'ControlId'),
    textAt(finding, 'Id'),
  ];
  const found = texts.map((text) => controlsNamedIn(text ?? '')).find(({ length }) => length > 0) ?? [];
  return found.map((each) => `securityhub:${each}`);
}
