import { AppError } from '#domain/errors.ts'
import type { Ability, ModelCard } from '#domain/model/card.ts'
import type { PreparedOperation, Writers } from './adapter.ts'

/**
 * What the card says about an operation.
 * @throws AppError UNSUPPORTED when the model does not do it
 */
export function abilityOf(card: ModelCard, { task }: PreparedOperation): Ability {
  const ability = card.abilities[task]
  if (ability) return ability
  throw new AppError('UNSUPPORTED', { key: 'modelCannot', modelName: card.name, task })
}

/** How bytes travel in every body. */
export function base64(bytes: Buffer): string {
  return bytes.toString('base64')
}

/**
 * Writes an operation by the entry of its kind.
 * @throws AppError UNSUPPORTED when the family has none
 */
export function write<Written>(
  writers: Writers<Written>,
  operation: PreparedOperation,
  ability: Ability,
): Written {
  // Each entry takes its own kind: TypeScript cannot see that this one is called with its own.
  const writer = writers[operation.kind] as
    | ((its: PreparedOperation, ability: Ability) => Written)
    | undefined
  if (!writer) throw new AppError('UNSUPPORTED', { key: 'noModelCan', task: operation.task })
  return writer(operation, ability)
}
