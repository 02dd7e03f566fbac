import { awsPrices, monthSeconds } from './aws-prices.ts'

/** What runs though nobody uses a deployment. `amplify/backend.test.ts` counts queues and alarms anew. */
export const idle = {
  queues: 4,
  /** Metrics that alarms look at; those that compute a share look at several. */
  alarmMetrics: 33,
  /** Lambda waits at each queue with five pollers, twenty seconds a request. */
  pollers: 5,
  pollSeconds: 20,
  /** The sweep reports every five minutes, so its metrics are never silent. */
  sweepSeconds: 300,
  sweepMetrics: 3,
  /** Of a scheduled call, an upper estimate, at 512 MB. */
  callSeconds: 1,
} as const

export type Line = { readonly what: string; readonly dollars: number }

/** What a month without any use costs, by service. */
export function idleMonth(): readonly Line[] {
  const polls = (idle.queues * idle.pollers * monthSeconds) / idle.pollSeconds
  const calls = monthSeconds / idle.sweepSeconds + monthSeconds / 3_600
  return [
    {
      what: 'CloudWatch alarms',
      dollars: (idle.alarmMetrics - awsPrices.freeAlarmMetrics) * awsPrices.alarmMetric,
    },
    {
      what: 'SQS: Lambda asks each queue for messages',
      dollars: Math.max(0, polls - awsPrices.sqsFreeRequests) * awsPrices.sqsRequest,
    },
    {
      what: 'CloudWatch metrics of the sweep',
      dollars:
        Math.max(0, idle.sweepMetrics - awsPrices.freeCustomMetrics) * awsPrices.customMetric,
    },
    {
      what: 'Lambda: sweep and tidying',
      dollars:
        calls * (awsPrices.lambdaRequest + idle.callSeconds * 0.5 * awsPrices.lambdaGbSecond),
    },
  ]
}
