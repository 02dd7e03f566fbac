import { RemovalPolicy } from 'aws-cdk-lib'

/** The part of Amplify's table wrapper that is set here. */
type Table = {
  timeToLiveAttribute: { attributeName?: string; enabled?: boolean }
  pointInTimeRecoveryEnabled: boolean
  deletionProtectionEnabled: boolean
  applyRemovalPolicy(policy: RemovalPolicy): void
}

/** A branch's tables can be restored to any second of the last 35 days, and outlive their stack. */
export function protectTables(tables: Readonly<Record<string, Table>>): void {
  for (const table of Object.values(tables)) {
    table.pointInTimeRecoveryEnabled = true
    table.deletionProtectionEnabled = true
    table.applyRemovalPolicy(RemovalPolicy.RETAIN)
  }
}

/**
 * Lets DynamoDB remove exports, documents whose time in the trash is over, and the marks of jobs that were
 * counted long ago; no other row has the field.
 */
export function expireRows(tables: Readonly<Record<string, Table>>): void {
  for (const name of ['Usage', 'Export', 'Document']) {
    const table = tables[name]
    if (table) table.timeToLiveAttribute = { attributeName: 'expiresAt', enabled: true }
  }
}
