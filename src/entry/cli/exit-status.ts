import type { ErrorCode } from '#domain/heal-error.ts';

/** How a command ends: done, the answer is no, used wrongly, or something it needs is missing or unreachable. */
export const exitStatus = { done: 0, no: 1, usage: 2, missing: 3 } as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

const usage: readonly ErrorCode[] = ['bad-action', 'bad-config', 'bad-detection', 'bad-input', 'bad-params', 'bad-pattern', 'bad-runbook'];
const missing: readonly ErrorCode[] = ['address-in-use', 'aws-unreachable', 'emulator-failed', 'emulator-missing', 'not-running'];

/** The exit status of a command that failed with this error. */
export function statusOf(code: ErrorCode): ExitStatus {
  if (usage.includes(code)) return exitStatus.usage;
  return missing.includes(code) ? exitStatus.missing : exitStatus.no;
}
