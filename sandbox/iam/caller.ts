import type { PolicyDocument } from './policy.ts'

/** Who signed a request: a role's session, or the developer's own tools. */
export type Caller = {
  /** e.g. `arn:aws:sts::000000000000:assumed-role/name/session` */
  readonly arn: string
  readonly accountId: string
  /** The role behind the session; `undefined` for the tools' credentials. */
  readonly roleArn: string | undefined
  /** `AROA…:session`, as `aws:userid` gives it. */
  readonly userId: string
  /** Session tags: `${aws:PrincipalTag/…}` in policies. */
  readonly tags: Readonly<Record<string, string>>
  readonly policies: readonly PolicyDocument[]
  /** The identity of an identity pool that the session was opened for. */
  readonly cognitoIdentity?: CognitoIdentity | undefined
  /** What nothing is allowed beyond; `undefined` for no such limit. */
  readonly boundary?: PolicyDocument | undefined
  /** When its credentials end, in milliseconds since the epoch; the tools' never do. */
  readonly expiresAtMs?: number | undefined
}

export type CognitoIdentity = {
  /** `{region}:{uuid}` */
  readonly id: string
  readonly isGuest: boolean
}

/** Temporary credentials as STS hands them out. */
export type Credentials = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number
}

/** Hands out and finds the credentials of role sessions; they survive a restart. */
export interface CredentialIssuer {
  /** Credentials for a session of `roleArn`; the role must exist in the assembly. */
  issue(session: {
    roleArn: string
    sessionName: string
    tags?: Readonly<Record<string, string>>
    cognitoIdentity?: CognitoIdentity
    durationSeconds: number
  }): Credentials
}

/** One authorisation question, in AWS's terms. */
export type Question = {
  readonly caller: Caller | undefined
  /** e.g. `s3:GetObject` */
  readonly action: string
  /** e.g. `arn:aws:s3:::bucket/key` */
  readonly resource: string
  /** Condition keys of this request beyond the global ones, e.g. `s3:prefix`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>
  /** The policy of the bucket or queue, where it has one; of a role, who may assume it. */
  readonly resourcePolicy?: PolicyDocument
  /** Principal of an AWS service or identity provider, e.g. `s3.amazonaws.com`. */
  readonly service?: string
}

export type Decision = {
  readonly allowed: boolean
  /** AWS's sentence, e.g. `User: arn… is not authorized to perform: s3:GetObject on resource: …`. */
  readonly message: string
}

/** Evaluates identity and resource policies; every refusal is also one line in the log. */
export interface Authorizer {
  authorize(question: Question): Decision
}

/** A decision and the ids of the statements that made it; none when no statement applied. */
export type DecisionEvent = {
  readonly question: Question
  readonly allowed: boolean
  readonly decidedBy: readonly string[]
}

/** An authorizer that shows which statement decides what, and can do without one of them. */
export interface StudiedAuthorizer extends Authorizer {
  /** Tells of every decision from now on. @returns a function that stops it */
  watch(listener: (event: DecisionEvent) => void): () => void
  /** Runs `work` as if that statement stood nowhere; whatever else is asked meanwhile misses it. */
  without<T>(statementId: string, work: () => Promise<T>): Promise<T>
}
