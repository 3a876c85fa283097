import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of guardduty. */
export const guardduty: IamTable<'guardduty'> = {
  createDetector: ['guardduty:CreateDetector'],
  deleteDetector: ['guardduty:DeleteDetector'],
  getDetector: ['guardduty:GetDetector'],
  listDetectors: ['guardduty:ListDetectors'],
  updateDetector: ['guardduty:UpdateDetector'],
};
