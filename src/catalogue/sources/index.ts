import type { Source } from '#catalogue/define-source.ts';
import { cloudtrail } from './cloudtrail.ts';
import { cloudwatchAlarm } from './cloudwatch-alarm.ts';
import { ec2State } from './ec2-state.ts';
import { vanta } from './vanta.ts';

/** Every source; the first that recognises a document reads it. */
export const sources: readonly Source[] = [cloudtrail, cloudwatchAlarm, ec2State, vanta];
