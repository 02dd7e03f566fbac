/**
 * What AWS's own services cost in us-east-1, in dollars, beyond free tiers unless it says so. From the
 * services' price pages; other Regions differ by up to a third.
 */
export const awsPrices = {
  /** arm64 */
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.2e-6,
  sqsRequest: 0.4e-6,
  /** Each account's first, a month. */
  sqsFreeRequests: 1_000_000,
  appSyncRequest: 4e-6,
  appSyncMessage: 2e-6,
  dynamoWrite: 0.625e-6,
  dynamoRead: 0.125e-6,
  s3Write: 5e-6,
  s3Read: 0.4e-6,
  s3GbMonth: 0.023,
  logGb: 0.5,
  /** Each metric that an alarm looks at, a month. */
  alarmMetric: 0.1,
  freeAlarmMetrics: 10,
  customMetric: 0.3,
  freeCustomMetrics: 10,
  firewallMonth: 5,
  firewallRuleMonth: 1,
} as const

/** Seconds of a month as AWS bills it: 730 hours. */
export const monthSeconds = 730 * 3_600
