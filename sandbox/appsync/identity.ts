/** How a request proved who it is; the names are those of the schema's directives. */
export type AuthMode = 'API_KEY' | 'AWS_IAM' | 'AMAZON_COGNITO_USER_POOLS'

/** Who asks, and what resolvers see of it as `$ctx.identity`. */
export type Identity = {
  readonly mode: AuthMode
  /** `$ctx.identity`; `null` with an API key. */
  readonly shown: Readonly<Record<string, unknown>> | null
  /** Groups of a user pool token. */
  readonly groups: readonly string[]
  /** When the token, session or key ends, in milliseconds since the epoch; `undefined` for never. */
  readonly expiresAtMs: number | undefined
  /** Decides `appsync:GraphQL` on one top-level field; always true outside IAM. */
  readonly mayCall: (typeName: string, fieldName: string) => boolean
}
