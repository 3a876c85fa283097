import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Reader } from '#ports/cloud.ts';

/** Ids of the detectors at the reader's site: one or none. */
export async function detectorIds(reader: Reader): Promise<readonly string[]> {
  const { DetectorIds = [] } = await reader.read('guardduty', 'listDetectors', {});
  return DetectorIds;
}

/** The detectors at the reader's site. */
export async function listDetectors(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const arn = (id: string): string => `arn:${partition}:guardduty:${region}:${account}:detector/${id}`;
  return (await detectorIds(reader)).map((id) => ({ type: 'AWS::GuardDuty::Detector', id, arn: arn(id), partition, account, region }));
}
