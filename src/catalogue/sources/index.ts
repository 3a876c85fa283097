import type { Source } from '#catalogue/define-source.ts';
import { cloudtrail } from './cloudtrail.ts';
import { cloudwatchAlarm } from './cloudwatch-alarm.ts';
import { config } from './config.ts';
import { ec2State } from './ec2-state.ts';
import { guardduty } from './guardduty.ts';
import { health } from './health.ts';
import { securityHub } from './security-hub.ts';
import { vanta } from './vanta.ts';

/** Every source; the first that recognises a document reads it. */
export const sources: readonly Source[] = [cloudtrail, cloudwatchAlarm, ec2State, securityHub, config, guardduty, health, vanta];
