import type { Ability, ModelCard } from './card.ts'

/** The largest picture that a guardrail assesses (AWS's page "guardrails-mmfilter"). */
const maxAssessedBytes = 4_000_000

/** The card of a model whose calls go through a guardrail, which takes smaller files. */
export function guarded(card: ModelCard): ModelCard {
  const abilities = Object.entries(card.abilities).map(([task, ability]: [string, Ability]) => {
    const { picture } = ability
    if (!picture) return [task, ability] as const
    const maxBytes = Math.min(picture.maxBytes, maxAssessedBytes)
    return [task, { ...ability, picture: { ...picture, maxBytes } }] as const
  })
  return { ...card, abilities: Object.fromEntries(abilities) }
}
