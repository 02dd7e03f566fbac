import { Duration, type Stack } from 'aws-cdk-lib'
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  MathExpression,
} from 'aws-cdk-lib/aws-cloudwatch'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { QueuePair } from '../queue/resource.ts'
import { deploymentDimension, metricsNamespace } from './metric-names.ts'
import { ownMetric } from './own-metric.ts'
import { apiMetric, type Services, signInMetric } from './service-metrics.ts'

/** What a dashboard shows. */
type Shown = {
  /** `Deployment.name` */
  readonly deployment: string
  readonly services: Services
  readonly queues: readonly QueuePair[]
  readonly functions: readonly IFunction[]
  readonly alarms: readonly IAlarm[]
}

const half = 12

/** One page of CloudWatch: alarms first, then jobs, models, queues, functions, API. */
export function dashboard(stack: Stack, shown: Shown): void {
  const { deployment, services, queues, functions } = shown
  const own = (...names: string[]) => names.map((name) => ownMetric(deployment, name))
  // oxlint-disable-next-line no-new -- a construct registers itself with its scope
  new Dashboard(stack, 'Dashboard', {
    defaultInterval: Duration.days(1),
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', width: 24, height: 4, alarms: [...shown.alarms] })],
      [
        graph('Jobs that ended, that failed', own('JobsEnded', 'JobsFailed')),
        graph('Longest wait, in seconds', [
          ownMetric(deployment, 'OldestWaitingJob', { statistic: 'Maximum' }),
        ]),
      ],
      [
        graph('Spend on models, in micro-dollars', own('Spend')),
        graph('Calls by model and outcome', [callsOf(deployment)]),
      ],
      [
        graph('Age of the oldest message, in seconds', queues.map(oldest)),
        graph('Dead letters', queues.map(given)),
      ],
      [
        graph(
          'Failures of functions',
          functions.map((fn) => fn.metricErrors()),
        ),
        graph(
          'Functions at once',
          functions.map((fn) => fn.metric('ConcurrentExecutions', { statistic: 'Maximum' })),
        ),
      ],
      [
        graph('API: requests, refused, failed', [
          apiMetric(services, 'Requests'),
          apiMetric(services, '4XXError'),
          apiMetric(services, '5XXError'),
        ]),
        graph('Sign-ins: tried, done', [
          signInMetric(services, 'SampleCount').with({ label: 'tried' }),
          signInMetric(services, 'Sum').with({ label: 'done' }),
        ]),
      ],
    ],
  })
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: half })
}

/** Models come and go, so they are searched for. */
function callsOf(deployment: string): MathExpression {
  const dimensions = `${metricsNamespace},service,${deploymentDimension},model,outcome`
  return new MathExpression({
    expression: `SEARCH('{${dimensions}} MetricName="ModelCalls" ${deploymentDimension}="${deployment}"', 'Sum', 300)`,
    usingMetrics: {},
    label: '',
  })
}

function oldest({ queue }: QueuePair): IMetric {
  return queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', label: queue.node.id })
}

function given({ deadLetters }: QueuePair): IMetric {
  return deadLetters.metricApproximateNumberOfMessagesVisible({ label: deadLetters.node.id })
}
