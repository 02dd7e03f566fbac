import type { Page } from '@playwright/test'
import type { Rect } from '../domain/frame/space.ts'

/** Levels of 255: a profile applied to 16 bits, or opacity multiplied in, rounds differently. */
const tolerance = 3

/** A picture as a canvas has it. */
type Shown = { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray }

/**
 * Draws original and result in Chromium and compares what is shown outside of the edit.
 * @returns what differs, if anything
 */
export async function compareShown(
  page: Page,
  { file, result, reach }: { file: Buffer; result: Buffer; reach: Rect },
): Promise<string[]> {
  const [before, after] = [await draw(page, file), await draw(page, result)]
  if (before.width !== after.width || before.height !== after.height) {
    return ['shown in another size']
  }
  let changed = 0
  for (let at = 0; at < before.data.length; at += 4) {
    const [x, y] = [(at / 4) % before.width, Math.floor(at / 4 / before.width)]
    const isAcross = x >= reach.x && x < reach.x + reach.width
    const isIn = isAcross && y >= reach.y && y < reach.y + reach.height
    if (!isIn && differAt(before.data, after.data, at)) changed++
  }
  return changed === 0 ? [] : [`${changed} pixels outside look different`]
}

/** A colour counts as far as it is seen. */
function differAt(before: Uint8ClampedArray, after: Uint8ClampedArray, at: number): boolean {
  const opacity = (before[at + 3] ?? 0) / 255
  return [opacity, opacity, opacity, 1].some((share, channel) => {
    return Math.abs((before[at + channel] ?? 0) - (after[at + channel] ?? 0)) * share > tolerance
  })
}

async function draw(page: Page, file: Buffer): Promise<Shown> {
  const { width, height, base64 } = await page.evaluate(async (source) => {
    const bytes = Uint8Array.from(atob(source), (letter) => letter.charCodeAt(0))
    const image = new Image()
    image.src = URL.createObjectURL(new Blob([bytes]))
    await image.decode()
    URL.revokeObjectURL(image.src)
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight)
    const context = canvas.getContext('2d')
    context?.drawImage(image, 0, 0)
    const { width, height } = canvas
    const { data } = context?.getImageData(0, 0, width, height) ?? { data: new Uint8ClampedArray() }
    let text = ''
    // A call takes a limited number of arguments.
    for (let at = 0; at < data.length; at += 10_000) {
      text += String.fromCharCode(...data.subarray(at, at + 10_000))
    }
    return { width, height, base64: btoa(text) }
  }, file.toString('base64'))
  return { width, height, data: new Uint8ClampedArray(Buffer.from(base64, 'base64')) }
}
