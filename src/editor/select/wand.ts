import type { Wand } from '../store/editor-state.ts'
import type { Pixels, Region } from './pixels.ts'

/**
 * Selects the colours that are like the one of a place: all of them, or what hangs together with it. Pure.
 * @param at in pixels of the picture, within it
 */
export function selectColour(
  picture: Pixels,
  at: { readonly x: number; readonly y: number },
  { tolerance, isContiguous }: Wand,
): Region {
  const { width, height } = picture
  const colours = new Uint32Array(picture.data.buffer, picture.data.byteOffset, width * height)
  const isLike = likeness(colours[at.y * width + at.x] ?? 0, tolerance)
  const pixels = isContiguous
    ? filled(picture, at, (index) => isLike(colours[index] ?? 0))
    : everywhere(colours, isLike)
  return { x: 0, y: 0, width, height, pixels }
}

/** A plain loop: a picture has many millions of pixels. */
function everywhere(
  colours: Uint32Array,
  isLike: (colour: number) => boolean,
): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(colours.length)
  for (let index = 0; index < colours.length; index += 1) {
    if (isLike(colours[index] ?? 0)) pixels[index] = 255
  }
  return pixels
}

/** Whether a colour is like another one: no part of it differs by more than `tolerance`. */
function likeness(wanted: number, tolerance: number): (colour: number) => boolean {
  const part = (colour: number, shift: number) => (colour >>> shift) & 255
  const [red, green, blue, alpha] = [0, 8, 16, 24].map((shift) => part(wanted, shift)) as [
    number,
    number,
    number,
    number,
  ]
  return (colour) =>
    colour === wanted ||
    (Math.abs((colour & 255) - red) <= tolerance &&
      Math.abs(((colour >>> 8) & 255) - green) <= tolerance &&
      Math.abs(((colour >>> 16) & 255) - blue) <= tolerance &&
      Math.abs((colour >>> 24) - alpha) <= tolerance)
}

/** Fills run by run: each run is followed to its ends, then looked at from above and below. */
function filled(
  { width, height }: Pixels,
  at: { readonly x: number; readonly y: number },
  isLike: (index: number) => boolean,
): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(width * height)
  const waiting = [at.y * width + at.x]
  const lookAlong = (from: number, to: number) => {
    for (let index = from; index <= to; index += 1) {
      if (pixels[index] || !isLike(index)) continue
      waiting.push(index)
      // The rest of this run is found from its first pixel.
      while (index < to && !pixels[index + 1] && isLike(index + 1)) index += 1
    }
  }
  for (let start = waiting.pop(); start !== undefined; start = waiting.pop()) {
    if (pixels[start]) continue
    const row = start - (start % width)
    let [left, right] = [start, start]
    while (left > row && !pixels[left - 1] && isLike(left - 1)) left -= 1
    while (right < row + width - 1 && !pixels[right + 1] && isLike(right + 1)) right += 1
    pixels.fill(255, left, right + 1)
    if (row > 0) lookAlong(left - width, right - width)
    if (row + width < width * height) lookAlong(left + width, right + width)
  }
  return pixels
}
