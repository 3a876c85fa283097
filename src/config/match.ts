import { z } from 'zod';
import { IncidentClass } from '#domain/facts.ts';
import { Severity } from '#domain/incident.ts';
import { AnyHours } from './hours.ts';

const patterns = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

/** What a rule is about: every named field must match; a list is an "or"; `*` and `?` are wildcards. Empty matches everything. */
export const Match = z.strictObject({
  account: patterns.optional(),
  region: patterns.optional(),
  resource: patterns.optional().describe('CloudFormation type, e.g. AWS::S3::Bucket'),
  id: patterns.optional().describe('the resource id, e.g. a bucket name'),
  arn: patterns.optional(),
  tag: z.record(z.string(), z.string()).optional(),
  environment: patterns.optional(),
  detection: patterns.optional(),
  action: patterns.optional(),
  actor: patterns.optional().describe('ARN of who caused it, or of the role behind a session'),
  class: z
    .union([IncidentClass, z.array(IncidentClass).min(1)])
    .optional()
    .describe('what kind of incident it is'),
  severity: z.union([Severity, z.array(Severity).min(1)]).optional(),
  during: AnyHours.optional().describe('only in these hours'),
  outside: AnyHours.optional().describe('only when it is none of these hours'),
});
export type Match = Readonly<z.infer<typeof Match>>;
