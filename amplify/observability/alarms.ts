import { Duration, type Stack } from 'aws-cdk-lib'
import {
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { Deployment } from '../deployment.ts'
import type { QueuePair } from '../queue/resource.ts'
import { ownMetric } from './own-metric.ts'
import { apiMetric, type Services, signInMetric } from './service-metrics.ts'

const quiet = {
  comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  treatMissingData: TreatMissingData.NOT_BREACHING,
  evaluationPeriods: 1,
}

/** Alarms as soon as one message was given up; lives in the stack of the queue. */
export function alarmOnDeadLetters({ deadLetters }: QueuePair): void {
  deadLetters
    .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) })
    .createAlarm(deadLetters, 'Alarm', {
      ...quiet,
      threshold: 1,
      alarmDescription: 'A message was delivered in vain too often and given up.',
    })
}

/** Alarms when a function fails five times within five minutes; lives in the function's stack. */
export function alarmOnErrors(fn: IFunction): void {
  fn.metricErrors({ period: Duration.minutes(5) }).createAlarm(fn, 'ErrorAlarm', {
    ...quiet,
    threshold: 5,
    alarmDescription: 'A function failed repeatedly.',
  })
}

/** Of fewer, a share says nothing. */
const minCounted = 10

type Rule = {
  readonly metric: IMetric
  readonly threshold: number
  readonly says: string
}

/**
 * Alarms on what people feel and what owners pay, whatever its cause.
 * @param stack one that others do not depend on
 */
export function alarmOnService(stack: Stack, deployment: Deployment, services: Services): void {
  const rules = { ...jobRules(deployment), ...modelRules(deployment), ...accessRules(services) }
  for (const [id, { metric, threshold, says }] of Object.entries(rules)) {
    metric.createAlarm(stack, id, { ...quiet, threshold, alarmDescription: says })
  }
}

function jobRules({ name, lifetimeSeconds, totalDailyCostMicros }: Deployment) {
  const quarter = { period: Duration.minutes(15) }
  const ended = ownMetric(name, 'JobsEnded', quarter)
  const failed = ownMetric(name, 'JobsFailed', quarter)
  return {
    FailedJobs: {
      metric: shareOf('FILL(failed, 0)', { whole: ended, failed }),
      threshold: 20,
      says: 'A fifth of all jobs failed, and not by what was asked for.',
    },
    OldestJob: {
      // The sweep counts, which may come only once an hour.
      metric: ownMetric(name, 'OldestWaitingJob', { statistic: 'Maximum', ...quarter }),
      threshold: Math.round(lifetimeSeconds / 4),
      says: 'A job has waited for a quarter of the time after which it is given up.',
    },
    Spend: {
      metric: ownMetric(name, 'Spend', { period: Duration.days(1) }),
      threshold: Math.round(totalDailyCostMicros * 0.8),
      says: 'Models cost 80 % of what all people together may spend in a day (micro-dollars).',
    },
  } satisfies Record<string, Rule>
}

function modelRules({ name }: Deployment) {
  const daily = { statistic: 'Maximum', period: Duration.days(1) }
  return {
    ModelCallsDenied: {
      metric: ownMetric(name, 'ModelCallsDenied'),
      threshold: 1,
      says: 'Bedrock denies a model to this account: run npm run doctor, which names what is missing.',
    },
    ModelsRetired: {
      metric: ownMetric(name, 'ModelsRetired', daily),
      threshold: 1,
      says: 'A model that this deployment calls is retired: choose another one.',
    },
    ModelsEndingSoon: {
      metric: ownMetric(name, 'ModelsEndingSoon', daily),
      threshold: 1,
      says: 'A model that this deployment calls ends within 90 days: choose another one.',
    },
  } satisfies Record<string, Rule>
}

function accessRules(services: Services) {
  return {
    ApiFailures: {
      metric: apiMetric(services, '5XXError'),
      threshold: 5,
      says: 'The API failed five times in five minutes.',
    },
    ApiRefusals: {
      metric: apiMetric(services, '4XXError'),
      threshold: 200,
      says: 'The API refused 200 requests in five minutes: a broken client, or somebody who tries.',
    },
    SignInFailures: {
      metric: shareOf('whole - FILL(done, 0)', {
        whole: signInMetric(services, 'SampleCount'),
        done: signInMetric(services, 'Sum'),
      }),
      threshold: 50,
      says: 'Half of all sign-ins failed.',
    },
  } satisfies Record<string, Rule>
}

/**
 * A percentage; 0 as long as there are few.
 * @param part an expression of the metrics, of which `whole` is all
 */
function shareOf(part: string, usingMetrics: Record<string, IMetric>): MathExpression {
  return new MathExpression({
    expression: `IF(whole >= ${minCounted}, 100 * (${part}) / whole, 0)`,
    usingMetrics,
    period: Duration.minutes(15),
  })
}
