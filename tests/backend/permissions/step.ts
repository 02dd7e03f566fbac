import type { Need } from './names.ts'
import type { World } from './world.ts'

/** Something that a person, the backend or an attacker does, and the statements that decide it. */
export type Step = {
  readonly name: string
  /** Allows: without any one of them it fails. Denies: with any one of them it fails. */
  readonly needs: readonly Need[]
  /** Whether it must not succeed; what it needs are the statements that stop it. */
  readonly isAttack?: boolean
  /** @throws Error when it does not succeed */
  run(world: World): Promise<void>
}
