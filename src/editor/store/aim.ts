import type { Operation } from '#domain/generation/operation.ts'

/** What a person is about to do. INPAINT stands for erasing too: without words it removes. */
export type Aim = Exclude<Operation, 'ERASE'>

/** Ways to a new picture, while none is open. */
export const drawAims = ['TEXT_TO_IMAGE', 'COLOR_GUIDED', 'STRUCTURE', 'STYLE'] as const

/** What can be done with the picture that is open. */
const editAims: readonly Aim[] = [
  'INPAINT',
  'OUTPAINT',
  'PRECISE_OUTPAINT',
  'REMOVE_BACKGROUND',
  'REPLACE',
  'RECOLOR',
  'VARIATION',
  'STYLE',
  'STRUCTURE',
  'UPSCALE',
]

/** The aim chosen where it makes sense, else the usual one: painting, or drawing from words. */
export function aimFor(chosen: Aim, hasPicture: boolean): Aim {
  const possible: readonly Aim[] = hasPicture ? editAims : drawAims
  if (possible.includes(chosen)) return chosen
  return hasPicture ? 'INPAINT' : 'TEXT_TO_IMAGE'
}

/** Whether what is painted on the picture takes part in it. */
export function isMaskedAim(aim: Aim): boolean {
  return aim === 'INPAINT' || aim === 'PRECISE_OUTPAINT'
}
