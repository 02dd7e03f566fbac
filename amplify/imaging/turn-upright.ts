import type { Sharp } from 'sharp'
import type { Orientation } from '#domain/picture/exif.ts'

/** How each orientation is undone: mirrored left to right first, then turned clockwise (EXIF 2.32, 4.6.4). */
const turns: Readonly<Record<Orientation, { mirror: boolean; degrees: 0 | 90 | 180 | 270 }>> = {
  1: { mirror: false, degrees: 0 },
  2: { mirror: true, degrees: 0 },
  3: { mirror: false, degrees: 180 },
  4: { mirror: true, degrees: 180 },
  5: { mirror: true, degrees: 270 },
  6: { mirror: false, degrees: 90 },
  7: { mirror: true, degrees: 90 },
  8: { mirror: false, degrees: 270 },
}

/** Turns a picture as its file says; after a resize, since sharp would else turn first. */
export function turnUpright(image: Sharp, orientation: Orientation): Sharp {
  const { mirror, degrees } = turns[orientation]
  const mirrored = mirror ? image.flop() : image
  return degrees === 0 ? mirrored : mirrored.rotate(degrees)
}
