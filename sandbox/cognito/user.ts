import * as z from 'zod'

const codeSchema = z.object({ code: z.string(), expiresAtMs: z.number() })

/** One sign-in: its refresh token and every token made from it share `originJti`. */
const sessionSchema = z.object({
  originJti: z.string(),
  eventId: z.string(),
  clientId: z.string(),
  authTimeMs: z.number(),
  expiresAtMs: z.number(),
  /** SHA-256 of the refresh token's secret part, hex. */
  secretHash: z.string(),
  /** Secrets that rotation replaced, each good for the grace period. */
  previous: z.array(z.object({ secretHash: z.string(), usableUntilMs: z.number() })),
})

/** A user as kept on disk, readable by its owner alone. No password, only what SRP needs of one. */
export const userSchema = z.object({
  version: z.literal(1),
  sub: z.string(),
  /** The internal user name: the `sub` in pools that sign in by e-mail. */
  username: z.string(),
  /** Attributes by name, `sub` left out; booleans as `true` and `false`. */
  attributes: z.record(z.string(), z.string()),
  /** New values that wait for their code, by attribute. */
  pending: z.record(z.string(), z.string()),
  status: z.enum(['UNCONFIRMED', 'CONFIRMED', 'RESET_REQUIRED', 'FORCE_CHANGE_PASSWORD']),
  enabled: z.boolean(),
  createdAtMs: z.number(),
  modifiedAtMs: z.number(),
  password: z.object({ salt: z.string(), verifier: z.string() }).optional(),
  /** The authenticator app of the user: its secret in base 32, and the last step that was used. */
  softwareToken: z
    .object({
      secret: z.string(),
      usedStep: z.number(),
      isEnabled: z.boolean(),
      isPreferred: z.boolean(),
      deviceName: z.string().optional(),
    })
    .optional(),
  /** Codes by e-mail as a second factor. */
  emailFactor: z.object({ isEnabled: z.boolean(), isPreferred: z.boolean() }).optional(),
  /** The secret of an app that is being set up. */
  pendingSecret: z.string().optional(),
  groups: z.array(z.string()),
  /** Codes sent and not yet used, by what they are for; one each. */
  codes: z.record(z.string(), codeSchema),
  sessions: z.array(sessionSchema),
})

export type User = z.infer<typeof userSchema>
export type Session = z.infer<typeof sessionSchema>

/** @returns a user with nothing but a name, who waits for confirmation */
export function newUser(fields: {
  sub: string
  username: string
  attributes: Record<string, string>
  nowMs: number
}): User {
  return {
    version: 1,
    sub: fields.sub,
    username: fields.username,
    attributes: fields.attributes,
    pending: {},
    status: 'UNCONFIRMED',
    enabled: true,
    createdAtMs: fields.nowMs,
    modifiedAtMs: fields.nowMs,
    groups: [],
    codes: {},
    sessions: [],
  }
}

/** @returns attributes as the wire lists them, `sub` first */
export function attributeList(user: User): { Name: string; Value: string }[] {
  return [
    { Name: 'sub', Value: user.sub },
    ...Object.entries(user.attributes).map(([Name, Value]) => ({ Name, Value })),
  ]
}
