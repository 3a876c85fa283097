import { z } from 'zod';
import type { Output } from '#ports/cloud.ts';

type Described = NonNullable<Output<'ec2', 'describeFlowLogs'>['FlowLogs']>[number];

/** What a flow log records and where it goes: all that one must be made with. */
export const FlowLog = z.object({
  traffic: z.enum(['ACCEPT', 'REJECT', 'ALL']),
  destinationType: z.enum(['cloud-watch-logs', 's3', 'kinesis-data-firehose']),
  destination: z.string().optional(),
  logGroup: z.string().optional(),
  role: z.string().optional(),
  format: z.string().optional(),
  intervalSeconds: z.int().optional(),
});
export type FlowLog = z.infer<typeof FlowLog>;

/** A flow log as AWS describes it; a CloudWatch log group is known by its name, everything else by its ARN. */
export const flowLogOf = (log: Described): FlowLog =>
  FlowLog.parse({
    traffic: log.TrafficType,
    destinationType: log.LogDestinationType ?? 'cloud-watch-logs',
    destination: log.LogGroupName === undefined ? log.LogDestination : undefined,
    logGroup: log.LogGroupName,
    role: log.DeliverLogsPermissionArn,
    format: log.LogFormat,
    intervalSeconds: log.MaxAggregationInterval,
  });

/** The part of CreateFlowLogs that makes another one like it. */
export const madeLike = (log: FlowLog) => ({
  TrafficType: log.traffic,
  LogDestinationType: log.destinationType,
  ...(log.destination === undefined ? {} : { LogDestination: log.destination }),
  ...(log.logGroup === undefined ? {} : { LogGroupName: log.logGroup }),
  ...(log.role === undefined ? {} : { DeliverLogsPermissionArn: log.role }),
  ...(log.format === undefined ? {} : { LogFormat: log.format }),
  ...(log.intervalSeconds === undefined ? {} : { MaxAggregationInterval: log.intervalSeconds }),
});
