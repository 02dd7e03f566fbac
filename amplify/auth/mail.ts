import { Stack } from 'aws-cdk-lib'
import type { CfnUserPool } from 'aws-cdk-lib/aws-cognito'

/**
 * Has codes mailed by SES instead of Cognito's own sender, which mails 50 a day.
 * @param mailFrom an address whose domain SES has verified in this Region
 */
export function mailBySes(pool: CfnUserPool, mailFrom: string): void {
  const domain = mailFrom.slice(mailFrom.lastIndexOf('@') + 1)
  pool.emailConfiguration = {
    emailSendingAccount: 'DEVELOPER',
    from: `Repaint <${mailFrom}>`,
    sourceArn: Stack.of(pool).formatArn({
      service: 'ses',
      resource: 'identity',
      resourceName: domain,
    }),
  }
}
