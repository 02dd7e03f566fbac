import { CfnResource, RemovalPolicy, type Stack } from 'aws-cdk-lib'
import type { CfnGraphQLApi } from 'aws-cdk-lib/aws-appsync'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'

/** Logs that end after these days, and go with their stack. */
function expiring(logDays: number) {
  const retention = Object.values(RetentionDays).find((days) => Number(days) === logDays)
  if (typeof retention !== 'number') throw new Error(`No log is kept for ${logDays} days.`)
  return { retention, removalPolicy: RemovalPolicy.DESTROY }
}

/** Gives every function, Amplify's own included, a log that ends; the one that Lambda makes never does. */
export function expireLogs(root: Construct, logDays: number): void {
  for (const each of root.node.findAll()) {
    if (!CfnResource.isCfnResource(each) || each.cfnResourceType !== 'AWS::Lambda::Function') {
      continue
    }
    if (each instanceof CfnFunction && each.loggingConfig !== undefined) continue
    const { logGroupName } = new LogGroup(each, 'Logs', expiring(logDays))
    each.addPropertyOverride('LoggingConfig.LogGroup', logGroupName)
  }
}

/** Logs errors of the API's fields, without what was asked or answered. Amplify's own way would open every log. */
export function logApi(stack: Stack, api: CfnGraphQLApi, logDays: number): void {
  const role = new Role(stack, 'ApiLogRole', {
    assumedBy: new ServicePrincipal('appsync.amazonaws.com'),
  })
  const group = new LogGroup(stack, 'ApiLog', {
    logGroupName: `/aws/appsync/apis/${api.attrApiId}`,
    ...expiring(logDays),
  })
  group.grantWrite(role)
  api.logConfig = {
    cloudWatchLogsRoleArn: role.roleArn,
    fieldLogLevel: 'ERROR',
    excludeVerboseContent: true,
  }
}
