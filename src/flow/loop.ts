import { approve } from './approval/approve.ts';
import { decideStage } from './decision/decision.ts';
import { diagnose } from './diagnosis/diagnose.ts';
import { remediate } from './remediation/remediate.ts';
import { rollBack } from './rollback/roll-back.ts';
import { keepBefore } from './snapshot/keep.ts';
import type { Stages } from './stages.ts';
import { verify } from './verification/verify.ts';

/** The loop: signal → incident → diagnosis → decision → approval? → snapshot → remediation → verification → rollback? */
export const loop: Stages = {
  diagnosis: diagnose,
  decision: decideStage,
  approval: approve,
  snapshot: keepBefore,
  remediation: remediate,
  verification: verify,
  rollback: rollBack,
};
