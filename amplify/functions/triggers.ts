import { Duration, Stack } from 'aws-cdk-lib'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'

/** Delivers messages one by one, to at most `concurrency` workers; a failed one comes again. */
export function consumeQueue(lambda: IFunction, queue: IQueue, concurrency: number): void {
  lambda.addEventSource(
    new SqsEventSource(queue, {
      batchSize: 1,
      maxConcurrency: concurrency,
      reportBatchItemFailures: true,
    }),
  )
}

/** Calls a function at a steady pace; a failed call is not repeated, the next one is near. */
export function runEvery(lambda: IFunction, minutes: number): void {
  // oxlint-disable-next-line no-new -- a construct registers itself with its scope
  new Schedule(Stack.of(lambda), `${lambda.node.id}-schedule`, {
    schedule: ScheduleExpression.rate(Duration.minutes(minutes)),
    target: new LambdaInvoke(lambda, { retryAttempts: 0 }),
  })
}
