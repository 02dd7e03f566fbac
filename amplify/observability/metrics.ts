import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import { errorTable } from '#domain/errors.ts'
import type { Generation } from '#domain/generation/generation.ts'
import type { ModelId } from '#domain/model/card.ts'
import type { CheckedModels } from '../jobs/check-models.ts'
import type { Swept } from '../jobs/sweep.ts'
import {
  deploymentDimension,
  deploymentVariable,
  metricsNamespace,
  metricsService,
} from './metric-names.ts'

const metrics = new Metrics({
  namespace: metricsNamespace,
  serviceName: metricsService,
  defaultDimensions: { [deploymentDimension]: process.env[deploymentVariable] ?? 'none' },
})

type Value = readonly [name: string, unit: keyof typeof MetricUnit, value: number | undefined]

/** One line in embedded metric format, which CloudWatch turns into metrics by itself. */
function emit(dimensions: Readonly<Record<string, string>>, values: readonly Value[]): void {
  metrics.addDimensions({ ...dimensions })
  for (const [name, unit, value] of values) {
    if (value !== undefined) metrics.addMetric(name, MetricUnit[unit], value)
  }
  metrics.publishStoredMetrics()
}

/** Counts a job that ended: by how and on which model, and all together for the alarms. */
export function countJob(job: Generation): void {
  const { status, modelUsed, operation } = job
  countEnds({ ended: 1, failed: isFailure(job) ? 1 : 0 })
  emit({}, [['Spend', 'NoUnit', job.costMicros ?? 0]])
  emit({ status, model: modelUsed, operation }, [
    ['Jobs', 'Count', 1],
    ['JobCost', 'NoUnit', job.costMicros],
    ['JobRetries', 'Count', job.retries],
    ['QueueTime', 'Milliseconds', job.queueMs],
    ['PrepareTime', 'Milliseconds', job.prepareMs],
    ['PasteTime', 'Milliseconds', job.pasteMs],
    ['JobTime', 'Milliseconds', job.totalMs],
  ])
}

/** Whether a person was let down: not by what they asked for, and not by their own will. */
function isFailure({ status, errorCode }: Generation): boolean {
  return status === 'FAILED' && !(errorCode && errorTable[errorCode].blame === 'user')
}

function countEnds({ ended, failed }: { ended: number; failed: number }): void {
  emit({}, [
    ['JobsEnded', 'Count', ended],
    ['JobsFailed', 'Count', failed],
  ])
}

/** Counts a job that was let wait, which is no end. */
export function countWait(job: Generation): void {
  emit({ model: job.modelUsed }, [['JobsWaiting', 'Count', 1]])
}

/** @param outcome ANSWERED, or the code of what went wrong */
export function countModelCall(of: { model: ModelId; outcome: string; durationMs: number }): void {
  emit({ model: of.model, outcome: of.outcome }, [
    ['ModelCalls', 'Count', 1],
    ['ModelTime', 'Milliseconds', of.durationMs],
  ])
}

/** Counts a call that Bedrock refused for want of a right or a subscription, of which only an owner has more. */
export function countDenied(): void {
  emit({}, [['ModelCallsDenied', 'Count', 1]])
}

/** What the daily check of the models found. */
export function countModels(found: CheckedModels): void {
  emit({}, [
    ['ModelsRetired', 'Count', found.retired],
    ['ModelsEndingSoon', 'Count', found.endingSoon],
    ['ModelsUnknown', 'Count', found.unknown],
    ['ModelsDatedOtherwise', 'Count', found.datedOtherwise],
  ])
}

/** What the sweeper did; jobs that it has to end or send again are a sign of trouble elsewhere. */
export function countSwept(swept: Pick<Swept, 'ended' | 'resent' | 'oldestSeconds'>): void {
  if (swept.ended > 0) countEnds({ ended: swept.ended, failed: swept.ended })
  emit({}, [
    ['JobsEndedBySweep', 'Count', swept.ended],
    ['JobsSentAgain', 'Count', swept.resent],
    ['OldestWaitingJob', 'Seconds', swept.oldestSeconds],
  ])
}
