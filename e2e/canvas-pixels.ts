import type { Page } from '@playwright/test'
import sharp from 'sharp'

/** What the editor's canvas shows, and its size in CSS pixels. */
export type Shot = {
  readonly data: Buffer
  readonly width: number
  readonly height: number
}

type Colour = readonly [red: number, green: number, blue: number]

/** A place as shares of the canvas's sides. */
export type Place = { readonly x: number; readonly y: number }

/** Fewer pixels of a colour are noise. */
const minPixels = 40
const maxDistance = 60

/** Reads the picture that the editor shows; at a pixel ratio of 1 its pixels are CSS pixels. */
export async function shotOf(page: Page): Promise<Shot> {
  const picture = page.locator('canvas').first()
  const url = await picture.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL('image/png'))
  const { data, info } = await sharp(Buffer.from(url.split(',')[1] ?? '', 'base64'))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** The size of what `shotOf` reads, which costs much more. */
export function sizeOf(page: Page): Promise<Pick<Shot, 'width' | 'height'>> {
  const picture = page.locator('canvas').first()
  return picture.evaluate(({ width, height }: HTMLCanvasElement) => ({ width, height }))
}

/** The middle of everything that has about this colour; `undefined` when there is none of it. */
export function centreOf({ data, width, height }: Shot, colour: Colour): Place | undefined {
  let [count, x, y] = [0, 0, 0]
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    if (data[pixel * 4 + 3] !== 255 || distance(data, pixel * 4, colour) > maxDistance) continue
    count += 1
    x += pixel % width
    y += Math.floor(pixel / width)
  }
  return count < minPixels ? undefined : { x: x / count / width, y: y / count / height }
}

/** RGBA at a place. */
export function colourAt({ data, width, height }: Shot, { x, y }: Place): number[] {
  const at = 4 * (Math.round(y * height) * width + Math.round(x * width))
  return [...data.subarray(at, at + 4)]
}

/** Without a callback: it is asked of each pixel, again and again. */
function distance(data: Buffer, at: number, [red, green, blue]: Colour): number {
  return (
    Math.abs(red - (data[at] ?? 0)) +
    Math.abs(green - (data[at + 1] ?? 0)) +
    Math.abs(blue - (data[at + 2] ?? 0))
  )
}
