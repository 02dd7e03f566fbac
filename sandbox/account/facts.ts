/** A stack of CloudFormation and what became of its resources. */
export type Stack = {
  readonly name: string
  /** e.g. `CREATE_COMPLETE`, `ROLLBACK_COMPLETE`, `DELETE_COMPLETE` */
  readonly status: string
  readonly resources: readonly StackResource[]
}

export type StackResource = {
  readonly type: string
  readonly physicalId: string
  /** e.g. `CREATE_COMPLETE`; `DELETE_SKIPPED` of what was kept. */
  readonly status: string
}

/** A limit that AWS puts on the account in a Region. */
export type Quota = {
  /** Service Quotas' own code of the service, e.g. `lambda`. */
  readonly service: string
  readonly code: string
  readonly name: string
  readonly value: number
}

/** What AWS knows of the account beside its deployment. */
export type AccountFacts = {
  readonly stacks: readonly Stack[]
  readonly quotas: readonly Quota[]
  /** Identities of SES by their name, and whether each is verified. */
  readonly identities: Readonly<Record<string, boolean>>
  /** Whether SES mails addresses that are not verified themselves. */
  readonly mailsEverybody: boolean
}

/** An account as it is offline: bootstrapped, with the quotas of one that has been used for a while. */
export const usedAccount: AccountFacts = {
  stacks: [{ name: 'CDKToolkit', status: 'CREATE_COMPLETE', resources: [] }],
  quotas: [{ service: 'lambda', code: 'L-B99A9384', name: 'Concurrent executions', value: 1_000 }],
  identities: {},
  mailsEverybody: true,
}
