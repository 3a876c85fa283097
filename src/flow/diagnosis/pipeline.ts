import type { Policy } from '#config/policy.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { globMatches } from '#flow/glob.ts';

/** The known pipeline that did this, told by the role ARN that AWS attests, never by a session name. */
export function pipelineOf(
  { signal, resource }: Pick<IncidentDocument, 'signal' | 'resource'>,
  { pipelines }: Policy,
): Policy['pipelines'][number] | undefined {
  const role = signal.rank === 'attested' ? signal.actor?.role : undefined;
  const { operation } = signal;
  if (role === undefined || operation === undefined) return undefined;
  return pipelines.find(
    (pipeline) =>
      globMatches(pipeline.role, role) &&
      pipeline.calls.some((call) => globMatches(call, operation)) &&
      pipeline.resources.some((pattern) => globMatches(pattern, resource.id)),
  );
}
