import type { ModelCard } from './card.ts'
import { novaOmni } from './nova-omni.ts'

/** Models of Bedrock that AWS opens to some accounts only; a deployment that has one says so. */
export const previews: readonly ModelCard[] = [novaOmni]

/** The previews with these ids; others are none. */
export function previewsNamed(ids: readonly string[]): readonly ModelCard[] {
  return previews.filter(({ id }) => ids.includes(id))
}
