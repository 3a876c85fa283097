import { isArray, isObject, objectAt, textAt } from '#catalogue/sources/fields.ts';
import type { JsonObject } from '#domain/json.ts';
import type { ReportMeaning } from '#domain/meaning.ts';

type Severity = ReportMeaning['severity'];
type Kind = ReportMeaning['class'];

/** A finding of AWS's own security services, or what Config says of a rule: class by what the service looks for, severity as it states it. */
export function findingOf(document: JsonObject): ReportMeaning | undefined {
  const detail = isObject(document['detail']) ? document['detail'] : document;
  const source = textAt(document, 'source') ?? textAt(document, 'detail', 'service', 'serviceName');
  if (isArray(detail['findings'])) return findingIn(detail['findings'].find(isObject));
  if ('AwsAccountId' in detail && 'ProductArn' in detail) return findingIn(detail);
  const compliance =
    textAt(detail, 'newEvaluationResult', 'complianceType') ?? textAt(detail, 'complianceType') ?? textAt(detail, 'compliance-status');
  if (compliance !== undefined)
    return /^non_compliant$/i.test(compliance)
      ? report('violation', 'medium', 'AWS Config or Systems Manager: a rule is not met')
      : report('normal', 'low', `a rule is ${compliance.toLowerCase()}`);
  const severity = severityOf(detail['severity']);
  if (severity === undefined || source === undefined) return undefined;
  const closed = /^(closed|archived|resolved|suppressed)$/i.test(textAt(detail, 'status') ?? '') || detail['archived'] === true;
  const title = textAt(detail, 'title') ?? textAt(detail, 'type') ?? 'a finding';
  if (closed) return report('normal', 'low', `${title}: closed`);
  if (/guardduty/i.test(source)) return report('tampering', severity, `GuardDuty: ${title}`);
  return /inspector|macie|access-analyzer|detective/i.test(source) ? report('violation', severity, `${source}: ${title}`) : undefined;
}

/** One finding in Security Hub's format (ASFF): a control that passes, or that people have closed, is no trouble. */
function findingIn(finding: JsonObject | undefined): ReportMeaning | undefined {
  if (finding === undefined) return undefined;
  const title = textAt(finding, 'Title') ?? textAt(finding, 'finding_info', 'title') ?? 'a finding';
  const status = textAt(finding, 'Compliance', 'Status');
  const workflow = textAt(finding, 'Workflow', 'Status') ?? textAt(finding, 'WorkflowState');
  if (
    status === 'PASSED' ||
    status === 'NOT_AVAILABLE' ||
    workflow === 'RESOLVED' ||
    workflow === 'SUPPRESSED' ||
    textAt(finding, 'RecordState') === 'ARCHIVED'
  )
    return report('normal', 'low', `${title}: ${status ?? workflow ?? 'archived'}`);
  const types = isArray(finding['Types']) ? finding['Types'] : [];
  const attack = types.some((type) => typeof type === 'string' && /^(TTPs|Effects|Unusual Behaviors)/.test(type));
  const severity =
    severityOf(objectAt(finding, 'Severity')['Label'] ?? objectAt(finding, 'Severity')['Normalized'] ?? finding['severity']) ?? 'medium';
  return report(attack ? 'tampering' : 'violation', severity, `Security Hub: ${title}`);
}

const report = (kind: Kind, severity: Severity, why: string): ReportMeaning => ({ about: 'report', class: kind, severity, why });

/** GuardDuty counts from 1 to 10 (docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html), Security Hub's normalised severity to 100. */
function severityOf(value: unknown): Severity | undefined {
  if (typeof value === 'number') {
    const outOfTen = value > 10 ? value / 10 : value;
    return outOfTen >= 9 ? 'critical' : outOfTen >= 7 ? 'high' : outOfTen >= 4 ? 'medium' : 'low';
  }
  if (typeof value === 'object' && value !== null && 'description' in value) return severityOf(value.description);
  if (typeof value !== 'string') return undefined;
  const known: Readonly<Record<string, Severity>> = {
    critical: 'critical',
    high: 'high',
    medium: 'medium',
    low: 'low',
    informational: 'low',
  };
  return known[value.toLowerCase()];
}
