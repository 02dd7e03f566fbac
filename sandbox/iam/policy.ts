/** An IAM policy document as the templates carry it; single values and lists are both allowed. */
export type PolicyDocument = {
  readonly Version?: string
  readonly Statement: readonly PolicyStatement[] | PolicyStatement
  /** Where it stands in the assembly, e.g. `auth/Role/OwnKeys`: its statements' ids begin with it. */
  readonly origin?: string
}

export type PolicyStatement = {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>
  readonly Action?: string | readonly string[]
  readonly NotAction?: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly NotResource?: string | readonly string[]
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >
}

/** A statement and its id: `{origin of its policy}/{Sid, or its place in the document}`. */
export type NamedStatement = { readonly id: string; readonly statement: PolicyStatement }

/** The statements of a document, one or many. */
export function statementsOf(policy: PolicyDocument): readonly NamedStatement[] {
  const statements = Array.isArray(policy.Statement)
    ? (policy.Statement as PolicyStatement[])
    : [policy.Statement as PolicyStatement]
  return statements.map((statement, index) => ({
    id: `${policy.origin ?? 'unnamed'}/${statement.Sid ?? index}`,
    statement,
  }))
}
