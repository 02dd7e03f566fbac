import type { ModelCard, ModelId } from '../model/card.ts'
import { findModel } from '../model/catalogue.ts'

/** For a model that no card describes: it is about to be refused anyway. */
const unknownPerMinute = 1

/**
 * How many requests a minute each model takes: what the deployment says, else the model’s card.
 * @param settings `model=number`, where `*` is every model that is not named
 * @param models those that the deployment knows; left out, those of every deployment
 */
export function quotaOf(
  settings: readonly string[],
  models?: readonly ModelCard[],
): (model: ModelId) => number {
  const set = new Map(
    settings.map((each): [string, number] => {
      const at = each.lastIndexOf('=')
      return [each.slice(0, at), Number(each.slice(at + 1))]
    }),
  )
  return (model) =>
    set.get(model) ??
    set.get('*') ??
    findModel(model, models)?.requestsPerMinute ??
    unknownPerMinute
}
