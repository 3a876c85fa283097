import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of cloudtrail. */
export const cloudtrail: IamTable<'cloudtrail'> = {
  describeTrails: ['cloudtrail:DescribeTrails'],
  getEventSelectors: ['cloudtrail:GetEventSelectors'],
  getTrailStatus: ['cloudtrail:GetTrailStatus'],
  listTags: ['cloudtrail:ListTags'],
  lookupEvents: ['cloudtrail:LookupEvents'],
  startLogging: ['cloudtrail:StartLogging'],
  stopLogging: ['cloudtrail:StopLogging'],
  updateTrail: ['cloudtrail:UpdateTrail'],
};
