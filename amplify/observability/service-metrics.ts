import { Duration } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'

/** Services of AWS that count by themselves. */
export type Services = {
  readonly apiId: string
  readonly userPoolId: string
  readonly userPoolClientId: string
}

/** What AppSync counts of the API. */
export function apiMetric({ apiId }: Services, metricName: string, statistic = 'Sum'): Metric {
  return new Metric({
    namespace: 'AWS/AppSync',
    metricName,
    dimensionsMap: { GraphQLAPIId: apiId },
    period: Duration.minutes(5),
    statistic,
  })
}

/**
 * Cognito counts 1 for a sign-in that succeeded and 0 for one that did not.
 * @param statistic `Sum` of successes, or `SampleCount` of all
 */
export function signInMetric(services: Services, statistic: 'Sum' | 'SampleCount'): Metric {
  const { userPoolId: UserPool, userPoolClientId: UserPoolClient } = services
  return new Metric({
    namespace: 'AWS/Cognito',
    metricName: 'SignInSuccesses',
    dimensionsMap: { UserPool, UserPoolClient },
    period: Duration.minutes(15),
    statistic,
  })
}
