import { type Deployment, resourcesOfType } from '../assembly/resource.ts'
import type { Log } from '../log.ts'
import type { FunctionInvoker } from './invoker.ts'

const unitsMs: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
}

/**
 * Runs the functions that EventBridge schedules (`AWS::Scheduler::Schedule`, `AWS::Events::Rule`).
 * Knows `rate(…)` and the every-n form of `cron(…)`; any other expression is named in a warning.
 * @returns a function that stops the timers
 */
export function startSchedules(options: {
  deployment: Deployment
  functions: FunctionInvoker
  log: Log
}): () => void {
  const { deployment, functions, log } = options
  const schedules = [
    ...resourcesOfType(deployment, 'AWS::Scheduler::Schedule').map(({ physicalId, properties }) => {
      const target = properties['Target'] as { Arn?: string; Input?: string } | undefined
      return { name: physicalId, expression: properties['ScheduleExpression'], targets: [target] }
    }),
    ...resourcesOfType(deployment, 'AWS::Events::Rule').map(({ physicalId, properties }) => {
      const targets = (properties['Targets'] ?? []) as { Arn?: string; Input?: string }[]
      return { name: physicalId, expression: properties['ScheduleExpression'], targets }
    }),
  ]
  const timers = schedules.flatMap(({ name, expression, targets }) => {
    if (typeof expression !== 'string') return []
    const everyMs = intervalOf(expression)
    if (everyMs === undefined) {
      const message = `${name}: the sandbox cannot run the schedule ${expression}`
      log({ service: 'scheduler', level: 'warning', message })
      return []
    }
    const run = () => {
      for (const target of targets) {
        const payload: unknown = target?.Input === undefined ? {} : JSON.parse(target.Input)
        void functions.invoke(String(target?.Arn), payload, 'Event')
      }
    }
    return [setInterval(run, everyMs)]
  })
  return () => {
    for (const timer of timers) clearInterval(timer)
  }
}

/** @returns the period in milliseconds, or `undefined` for an expression that is not a period */
function intervalOf(expression: string): number | undefined {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression)
  if (rate) return Number(rate[1]) * (unitsMs[rate[2] ?? ''] ?? Number.NaN)
  const minutes = /^cron\(\*\/(\d+) \* \* \* \? \*\)$/.exec(expression)
  if (minutes) return Number(minutes[1]) * 60_000
  const daily = /^cron\(\d+ \d+ \* \* \? \*\)$/.exec(expression)
  return daily ? 86_400_000 : undefined
}
