import type { Stack } from 'aws-cdk-lib'
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2'

/**
 * Blocks an address that sends too much, to each of these resources.
 * @param requestsPerAddress in five minutes, about: the firewall counts with a delay
 * @param guarded ARNs of the API and the user pool, by a name for each
 */
export function guardAddresses(
  stack: Stack,
  requestsPerAddress: number,
  guarded: Readonly<Record<string, string>>,
): void {
  const seen = (metricName: string) => ({
    cloudWatchMetricsEnabled: true,
    sampledRequestsEnabled: true,
    metricName,
  })
  const acl = new CfnWebACL(stack, 'Firewall', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: seen('Repaint'),
    rules: [
      {
        name: 'TooManyRequests',
        priority: 0,
        action: { block: {} },
        statement: {
          rateBasedStatement: {
            limit: requestsPerAddress,
            evaluationWindowSec: 300,
            aggregateKeyType: 'IP',
          },
        },
        visibilityConfig: seen('TooManyRequests'),
      },
    ],
  })
  for (const [name, resourceArn] of Object.entries(guarded)) {
    // oxlint-disable-next-line no-new -- a construct registers itself with its scope
    new CfnWebACLAssociation(stack, name, { resourceArn, webAclArn: acl.attrArn })
  }
}
