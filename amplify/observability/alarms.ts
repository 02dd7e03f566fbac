import { Duration } from 'aws-cdk-lib'
import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { QueuePair } from '../queue/resource.ts'
import { metricsNamespace, metricsService } from './metric-names.ts'

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

/** Alarms when the daily check finds a model that is retired or will be soon. */
export function alarmOnModelEnds(checker: IFunction): void {
  for (const metricName of ['ModelsRetired', 'ModelsEndingSoon']) {
    const metric = new Metric({
      namespace: metricsNamespace,
      metricName,
      dimensionsMap: { service: metricsService },
      period: Duration.days(1),
      statistic: 'Maximum',
    })
    metric.createAlarm(checker, `${metricName}Alarm`, {
      ...quiet,
      threshold: 1,
      evaluationPeriods: 1,
      alarmDescription: 'A model that this deployment calls is at its end: choose another one.',
    })
  }
}
