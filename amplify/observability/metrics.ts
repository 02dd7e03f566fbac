import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import type { Generation } from '#domain/generation/generation.ts'
import type { ModelId } from '#domain/model/card.ts'
import type { CheckedModels } from '../jobs/check-models.ts'
import { metricsNamespace, metricsService } from './metric-names.ts'

const metrics = new Metrics({ namespace: metricsNamespace, serviceName: metricsService })

type Value = readonly [name: string, unit: keyof typeof MetricUnit, value: number | undefined]

/** One line in embedded metric format, which CloudWatch turns into metrics by itself. */
function emit(dimensions: Readonly<Record<string, string>>, values: readonly Value[]): void {
  metrics.addDimensions({ ...dimensions })
  for (const [name, unit, value] of values) {
    if (value !== undefined) metrics.addMetric(name, MetricUnit[unit], value)
  }
  metrics.publishStoredMetrics()
}

/** Counts a job that ended, by how and on which model. */
export function countJob(job: Generation): void {
  const { status, modelUsed, operation } = job
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
export function countSwept(swept: { ended: number; resent: number }): void {
  emit({}, [
    ['JobsEndedBySweep', 'Count', swept.ended],
    ['JobsSentAgain', 'Count', swept.resent],
  ])
}
