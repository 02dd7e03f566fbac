import { AppError } from '#domain/errors.ts'
import type { Ability, ModelCard } from '#domain/model/card.ts'
import { taskWords } from '#domain/model/task.ts'
import type { PreparedOperation } from './adapter.ts'

/**
 * What the card says about an operation.
 * @throws AppError UNSUPPORTED when the model does not do it
 */
export function abilityOf(card: ModelCard, { task }: PreparedOperation): Ability {
  const ability = card.abilities[task]
  if (ability) return ability
  throw new AppError('UNSUPPORTED', `${card.name} cannot ${taskWords[task]}.`)
}

/** How bytes travel in every body. */
export function base64(bytes: Buffer): string {
  return bytes.toString('base64')
}
