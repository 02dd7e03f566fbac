import type { ModelCard } from '#domain/model/card.ts'
import { catalogue } from '#domain/model/catalogue.ts'
import { hasEnded, type ModelState } from '#domain/model/state.ts'
import type { ModelFacts } from '../models/model-registry.ts'
import type { Edges } from '../store/edges.ts'

type Needed = Pick<Edges, 'modelStates' | 'modelRegistry' | 'now'>

export type CheckedModels = {
  readonly checked: number
  /** Models of which nothing could be learnt this time. */
  readonly unknown: number
  readonly retired: number
  /** Models whose end of life comes within `noticeDays`. */
  readonly endingSoon: number
  /** Models of which Bedrock names another end of life than the catalogue. */
  readonly datedOtherwise: number
}

/** An operator has this long to choose another model. */
const noticeDays = 90
const dayMs = 86_400_000

/**
 * Compares the catalogue with what Bedrock says of each model, and writes down what it learnt. One
 * model's bad answer leaves the others checked.
 * @param allowedRetired models that stay in use past their end, until a call says otherwise
 */
export async function checkModels(
  edges: Needed,
  allowedRetired: readonly string[],
): Promise<CheckedModels> {
  const known = new Map((await edges.modelStates.all()).map((state) => [state.id, state]))
  const count = { checked: 0, unknown: 0, retired: 0, endingSoon: 0, datedOtherwise: 0 }
  const today = new Date(edges.now()).toISOString().slice(0, 10)
  for (const card of catalogue) {
    const isAllowed = allowedRetired.includes(card.id)
    // Nobody is told again of an end that the catalogue knows.
    if (hasEnded(card, today) && !isAllowed) continue
    const facts = await edges.modelRegistry.describe(card).catch(() => 'UNKNOWN' as const)
    if (facts === undefined) continue
    if (facts === 'UNKNOWN') {
      count.unknown += 1
      continue
    }
    const state = stateOf(facts, { card, isAllowed, known: known.get(card.id), now: edges.now() })
    await edges.modelStates.save(state)
    count.checked += 1
    if (state.status === 'RETIRED') count.retired += 1
    else if (endsSoon(state, edges.now())) count.endingSoon += 1
    if (endOf(state) !== undefined && endOf(state) !== card.lifecycle.endOfLife) {
      count.datedOtherwise += 1
    }
  }
  return count
}

function stateOf(
  facts: ModelFacts,
  of: { card: ModelCard; isAllowed: boolean; known: ModelState | undefined; now: number },
): Omit<ModelState, 'revision'> {
  const { card, known, now } = of
  const checkedAt = new Date(now).toISOString()
  if (facts.kind === 'GONE') {
    const status = of.isAllowed && known?.status !== 'RETIRED' ? 'LEGACY' : 'RETIRED'
    return { id: card.id, status, checkedAt }
  }
  const { kind: _, status, ...dates } = facts
  const isOver = dates.endOfLifeAt !== undefined && Date.parse(dates.endOfLifeAt) <= now
  // A call that found the model gone knows better than a list that still names it as legacy.
  const wasFound = known?.status === 'RETIRED' && status === 'LEGACY'
  const isRetired = wasFound || (isOver && !of.isAllowed)
  return { id: card.id, status: isRetired ? 'RETIRED' : status, ...dates, checkedAt }
}

function endsSoon({ endOfLifeAt }: Omit<ModelState, 'revision'>, now: number): boolean {
  if (endOfLifeAt === undefined) return false
  const leftMs = Date.parse(endOfLifeAt) - now
  return leftMs > 0 && leftMs <= noticeDays * dayMs
}

function endOf({ endOfLifeAt }: Omit<ModelState, 'revision'>): string | undefined {
  return endOfLifeAt?.slice(0, 10)
}
