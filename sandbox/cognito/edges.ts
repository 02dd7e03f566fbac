import type { Authorizer } from '../iam/caller.ts'
import type { Outbox } from '../mail/outbox.ts'
import type { Attempts } from './attempts.ts'
import type { Challenges } from './challenges.ts'
import type { UserPool } from './pool.ts'
import type { SigningKey } from './signing-key.ts'
import type { TriggerEdges } from './triggers.ts'
import type { UserStore } from './user-store.ts'

/** One pool and its users. */
export type OpenPool = { readonly pool: UserPool; readonly users: UserStore }

/** What every operation works with. */
export type UserPoolEdges = {
  readonly pools: readonly OpenPool[]
  readonly key: SigningKey
  readonly mail: Outbox
  readonly attempts: Attempts
  readonly challenges: Challenges
  readonly authorizer: Authorizer
  readonly triggers: TriggerEdges
  /** `arn:aws:cognito-idp:{region}:{account}:userpool/`; a pool's id follows. */
  readonly arnPrefix: string
  readonly now: () => number
}
