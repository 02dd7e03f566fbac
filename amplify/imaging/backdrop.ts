import { maxOf } from '#domain/layer/mix.ts'
import { type RawPixels } from './raw-pixels.ts'

/** What shows through transparent pixels while a model looks at them: white, the highest of all numbers. */
export const backdrop = '#ffffff'

/**
 * Lays a picture over the backdrop. The library's way cuts fractions off, which cannot be undone
 * where little is opaque.
 * @returns the picture itself when it has no transparency
 */
export function ontoBackdrop(picture: RawPixels): RawPixels {
  const { width, height, channels, pixels } = picture
  if (channels !== 4) return picture
  const most = maxOf(pixels)
  const length = width * height * 3
  const flat = most === 255 ? new Uint8Array(length) : new Uint16Array(length)
  for (let from = 0, to = 0; to < length; from += 4, to += 3) {
    const alpha = pixels[from + 3] ?? 0
    // Half more, since a store into whole numbers cuts off what follows the point.
    const rest = most - alpha + 0.5
    flat[to] = ((pixels[from] ?? 0) * alpha) / most + rest
    flat[to + 1] = ((pixels[from + 1] ?? 0) * alpha) / most + rest
    flat[to + 2] = ((pixels[from + 2] ?? 0) * alpha) / most + rest
  }
  return { width, height, channels: 3, pixels: flat }
}

/**
 * Takes the backdrop out of a colour again: the inverse of laying it over the backdrop ("over" of
 * Porter and Duff, 1984), so that transparent edges show no fringe of it.
 * @param seen a number as the model saw or made it
 * @param opacity of the pixel, 0 to 1; at 0 the colour is nowhere seen, and stays
 * @param most the highest number
 * @returns a number from 0 to `most`, with its fraction
 */
export function withoutBackdrop(seen: number, opacity: number, most: number): number {
  if (opacity <= 0 || opacity >= 1) return seen
  return Math.min(most, Math.max(0, (seen - most * (1 - opacity)) / opacity))
}
