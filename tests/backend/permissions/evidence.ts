import { matchesPattern } from '../../../sandbox/iam/patterns.ts'
import type { Permission } from './names.ts'
import type { World } from './world.ts'

/** What decisions show of the statements that made them. */
export type Evidence = {
  /** Adds what was allowed since the world last forgot. @returns the statements that alone did so */
  note(world: World): ReadonlySet<string>
  /** Each action on each resource that a statement names and that it never allowed. */
  unusedOf(permission: Permission): readonly string[]
}

/** Evidence of statements in use; nothing is taken away meanwhile. */
export function createEvidence(): Evidence {
  const used = new Map<string, Set<string>>()
  const wasUsed = (id: string, action: string, resource: string) => {
    // A variable of a policy stands for somebody, whoever it is.
    const pattern = `${action} ${resource.replace(/\$\{[^}]*\}/g, '*')}`
    return [...(used.get(id) ?? [])].some((use) => matchesPattern(use, pattern))
  }
  return {
    note({ decisions }) {
      const alone = new Set<string>()
      for (const { allowed, decidedBy, question } of decisions) {
        if (!allowed) continue
        // Without the only statement that allows it, the same question is answered with no.
        if (decidedBy.length === 1) alone.add(decidedBy[0] ?? '')
        for (const id of decidedBy) {
          const uses = used.get(id) ?? new Set()
          used.set(id, uses.add(`${question.action} ${question.resource}`))
        }
      }
      return alone
    },
    unusedOf({ id, who, actions, statement }) {
      return actions.flatMap((action) =>
        [statement.Resource ?? []]
          .flat()
          .filter((resource) => !wasUsed(id, action, resource))
          .map((resource) => `${who} ${action} ${resource}`),
      )
    },
  }
}
