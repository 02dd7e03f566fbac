import { Duration } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { deploymentDimension, metricsNamespace, metricsService } from './metric-names.ts'

/**
 * A metric that functions print (`metrics.ts`) without dimensions of its own.
 * @param deployment `Deployment.name`
 */
export function ownMetric(
  deployment: string,
  metricName: string,
  of: { statistic?: string; period?: Duration } = {},
): Metric {
  return new Metric({
    namespace: metricsNamespace,
    metricName,
    dimensionsMap: { service: metricsService, [deploymentDimension]: deployment },
    period: of.period ?? Duration.minutes(5),
    statistic: of.statistic ?? 'Sum',
  })
}
