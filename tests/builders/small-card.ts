import type { ModelCard } from '#domain/model/card.ts'
import { pictureRuleOf } from '#domain/model/check.ts'
import { titanImageGeneratorV2 as titan, titanSizes } from '#domain/model/titan.ts'

/** Titan's table in a quarter of its sides: a model sees a sixteenth of the pixels, all else is the same. */
const sizes = titanSizes.map(({ widthPx, heightPx, tier }) => ({
  widthPx: Math.floor(widthPx / 4),
  heightPx: Math.floor(heightPx / 4),
  tier,
}))
const picture = { ...pictureRuleOf(titan, 'ERASE'), sizes: { kind: 'TABLE', sizes } as const }

/** Titan for small pictures, where what is claimed does not depend on how large they are. */
export const smallCard: ModelCard = {
  ...titan,
  abilities: {
    ERASE: { ...titan.abilities.ERASE!, picture },
    INPAINT: { ...titan.abilities.INPAINT!, picture },
  },
}
