/** AppSync's quotas (AWS General Reference, "AWS AppSync endpoints and quotas"); connections are ours. */
export const defaultLimits = {
  requestTimeoutMs: 30_000,
  requestBytes: 1024 * 1024,
  responseBytes: 5 * 1024 * 1024,
  queryTokens: 15_000,
  /** Resolvers of one request; an API may ask for fewer. */
  resolverCount: 10_000,
  subscriptionMessageBytes: 240 * 1024,
  subscriptionsPerConnection: 200,
  /** The machine's own bound; AWS allows many more. */
  connections: 1_000,
  /** What a slow reader may leave unread before its socket is closed. */
  bufferedBytes: 8 * 1024 * 1024,
  keepAliveMs: 60_000,
  connectionTimeoutMs: 300_000,
  /** A socket must send `connection_init` within this time. */
  initTimeoutMs: 15_000,
  connectionLifetimeMs: 24 * 60 * 60 * 1000,
} as const

export type Limits = { readonly [Name in keyof typeof defaultLimits]: number }
