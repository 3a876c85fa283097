import type { SurroundingsOf } from './define-surroundings.ts';
import { metricsOf, tailOf } from './define-surroundings.ts';

/** A queue: how full it is and how old its oldest message. AWS Config knows it by its URL. */
export const queue: SurroundingsOf = {
  names: ({ id }) => [tailOf(id)],
  metrics: ({ id }) =>
    metricsOf('AWS/SQS', { QueueName: tailOf(id) }, [
      'ApproximateNumberOfMessagesVisible Maximum',
      'ApproximateAgeOfOldestMessage Maximum',
      'NumberOfMessagesDeleted Sum',
    ]),
  configId: ({ id, region, account, partition }) =>
    `https://sqs.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}/${account}/${tailOf(id)}`,
  reads: [],
};

/** A topic: what it could not deliver. AWS Config knows it by its ARN. */
export const topic: SurroundingsOf = {
  names: ({ id }) => [tailOf(id)],
  metrics: ({ id }) =>
    metricsOf('AWS/SNS', { TopicName: tailOf(id) }, ['NumberOfMessagesPublished Sum', 'NumberOfNotificationsFailed Sum']),
  configId: ({ id, arn, region, account, partition }) => arn ?? `arn:${partition}:sns:${region}:${account}:${tailOf(id)}`,
  reads: [],
};
