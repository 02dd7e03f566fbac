import { Duration } from 'aws-cdk-lib'
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { QueuePair } from '../queue/resource.ts'

const quiet = {
  comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  treatMissingData: TreatMissingData.NOT_BREACHING,
}

/** Alarms as soon as one message was given up; lives in the stack of the queue. */
export function alarmOnDeadLetters({ deadLetters }: QueuePair): void {
  deadLetters
    .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) })
    .createAlarm(deadLetters, 'Alarm', {
      ...quiet,
      threshold: 1,
      evaluationPeriods: 1,
      alarmDescription: 'A message was delivered in vain too often and given up.',
    })
}

/** Alarms when a function fails five times within five minutes; lives in the function's stack. */
export function alarmOnErrors(fn: IFunction): void {
  fn.metricErrors({ period: Duration.minutes(5) }).createAlarm(fn, 'ErrorAlarm', {
    ...quiet,
    threshold: 5,
    evaluationPeriods: 1,
    alarmDescription: 'A function failed repeatedly.',
  })
}
