import type { Source } from '#catalogue/define-source.ts';
import { accessAnalyzer } from './access-analyzer.ts';
import { autoScaling } from './auto-scaling.ts';
import { cloudtrail } from './cloudtrail.ts';
import { cloudwatchAlarm } from './cloudwatch-alarm.ts';
import { config } from './config.ts';
import { ec2Notification } from './ec2-notification.ts';
import { ec2State } from './ec2-state.ts';
import { ecs } from './ecs.ts';
import { guardduty } from './guardduty.ts';
import { health } from './health.ts';
import { inspector } from './inspector.ts';
import { macie } from './macie.ts';
import { rds } from './rds.ts';
import { securityHub } from './security-hub.ts';
import { serviceEvent } from './service-event.ts';
import { systemsManager } from './systems-manager.ts';
import { terraformDrift } from './terraform-drift.ts';
import { vanta } from './vanta.ts';
import { webhook } from './webhook.ts';

/** Every source; the first that recognises a document reads it. */
export const sources: readonly Source[] = [
  cloudtrail,
  cloudwatchAlarm,
  ec2State,
  ec2Notification,
  autoScaling,
  ecs,
  rds,
  securityHub,
  config,
  guardduty,
  accessAnalyzer,
  inspector,
  macie,
  systemsManager,
  health,
  serviceEvent,
  vanta,
  terraformDrift,
  webhook,
];
