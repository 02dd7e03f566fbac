import { type Duration, Stack } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'

/**
 * Delivers messages one by one, to at most `concurrency` workers; a failed one comes again. CDK's
 * own event source would grant more than Lambda needs to consume a queue.
 */
export function consumeQueue(lambda: IFunction, queue: IQueue, concurrency: number): void {
  lambda.addEventSourceMapping(`${queue.node.id}-messages`, {
    eventSourceArn: queue.queueArn,
    batchSize: 1,
    maxConcurrency: concurrency,
    reportBatchItemFailures: true,
  })
  lambda.addToRolePolicy(
    new PolicyStatement({
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      resources: [queue.queueArn],
    }),
  )
}

/** Calls a function at a steady pace; a failed call is not repeated, the next one is near. */
export function runEvery(lambda: IFunction, pace: Duration): void {
  // oxlint-disable-next-line no-new -- a construct registers itself with its scope
  new Schedule(Stack.of(lambda), `${lambda.node.id}-schedule`, {
    schedule: ScheduleExpression.rate(pace),
    target: new LambdaInvoke(lambda, { retryAttempts: 0 }),
  })
}
