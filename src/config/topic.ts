import { z } from 'zod';

/** An SNS topic whose messages are taken in; any other topic's are refused, however well they are signed. */
export const Topic = z.strictObject({
  arn: z
    .string()
    .regex(
      /^arn:aws(-cn|-us-gov)?:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/,
      'the ARN of one topic, as in arn:aws:sns:eu-west-1:123456789012:alerts',
    ),
  publishers: z
    .enum(['aws-services', 'anyone'])
    .describe(
      'aws-services: the topic policy lets nobody else publish, so that events of aws.* are attested; anyone: all are only reported',
    ),
});
export type Topic = Readonly<z.infer<typeof Topic>>;
