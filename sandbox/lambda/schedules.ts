import { randomUUID } from 'node:crypto'
import { type Deployment, resourcesOfType } from '../assembly/resource.ts'
import type { Log } from '../log.ts'
import type { FunctionInvoker } from './invoker.ts'
import type { Permits } from './permits.ts'

const unitsMs: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
}

type Target = { readonly Arn?: string; readonly Input?: string; readonly RoleArn?: string }

type Plan = {
  readonly name: string
  /** What a target without an input of its own is sent. */
  readonly notice: { readonly source: string; readonly resource: string; readonly detail: unknown }
  readonly expression: unknown
  readonly targets: readonly (Target | undefined)[]
  /** What policies know the schedule by: its group, or the rule itself. */
  readonly sourceArn: string
}

/** The schedules of a deployment, running. */
export interface Schedules {
  /** Starts every function that is scheduled, now instead of when its time comes. */
  runNow(): void
  stop(): void
}

/**
 * Runs the functions that EventBridge schedules (`AWS::Scheduler::Schedule`, `AWS::Events::Rule`),
 * as far as their roles and policies let it. Knows `rate(…)` and the every-n form of `cron(…)`; any
 * other expression is named in a warning.
 */
export function startSchedules(options: {
  deployment: Deployment
  functions: FunctionInvoker
  permits: Pick<Permits, 'mayStart'>
  log: Log
}): Schedules {
  const { functions, permits, log } = options
  const runs: (() => void)[] = []
  const timers = plansOf(options.deployment).flatMap((plan) => {
    const { name, expression, targets, sourceArn } = plan
    if (typeof expression !== 'string') return []
    const run = () => {
      for (const target of targets) {
        const functionArn = String(target?.Arn)
        if (!permits.mayStart({ functionArn, roleArn: target?.RoleArn, sourceArn })) continue
        void functions.invoke(functionArn, payloadFor(target, plan, options.deployment), 'Event')
      }
    }
    runs.push(run)
    const everyMs = intervalOf(expression)
    if (everyMs === undefined) {
      const message = `${name}: the sandbox cannot run the schedule ${expression}`
      log({ service: 'scheduler', level: 'warning', message })
      return []
    }
    return [setInterval(run, everyMs)]
  })
  return {
    runNow() {
      for (const run of runs) run()
    },
    stop() {
      for (const timer of timers) clearInterval(timer)
    },
  }
}

/** A target's own input, or the notice of the service, as both document it. */
function payloadFor(
  target: Target | undefined,
  { notice }: Plan,
  { accountId, region }: Deployment,
): unknown {
  if (target?.Input !== undefined) return JSON.parse(target.Input)
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: notice.source,
    account: accountId,
    time: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [notice.resource],
    detail: notice.detail,
  }
}

function plansOf(deployment: Deployment): Plan[] {
  const { region, accountId } = deployment
  return [
    ...resourcesOfType(deployment, 'AWS::Scheduler::Schedule').map(({ physicalId, properties }) => {
      const group = (properties['GroupName'] as string | undefined) ?? 'default'
      return {
        name: physicalId,
        // Scheduler, unlike a rule, sends its empty detail as text.
        notice: {
          source: 'aws.scheduler',
          resource: `arn:aws:scheduler:${region}:${accountId}:schedule/${group}/${physicalId}`,
          detail: '{}',
        },
        expression: properties['ScheduleExpression'],
        targets: [properties['Target'] as Target | undefined],
        sourceArn: `arn:aws:scheduler:${region}:${accountId}:schedule-group/${group}`,
      }
    }),
    ...resourcesOfType(deployment, 'AWS::Events::Rule').map((rule) => ({
      name: rule.physicalId,
      notice: { source: 'aws.events', resource: String(rule.attributes['Arn']), detail: {} },
      expression: rule.properties['ScheduleExpression'],
      targets: (rule.properties['Targets'] ?? []) as Target[],
      sourceArn: String(rule.attributes['Arn']),
    })),
  ]
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
