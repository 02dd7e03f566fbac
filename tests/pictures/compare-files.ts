import { type DecodedPng, decode as decodePng } from 'fast-png'
import sharp, { type Metadata } from 'sharp'
import { grow } from '../../domain/frame/plan-crop.ts'
import type { Rect } from '../../domain/frame/space.ts'
import { type Decoded, decodeElsewhere, upright } from './decode-elsewhere.ts'

/** The widest soft edge (`domain/mask/feather.ts`). */
const maxReachPx = 64

/** What an edit may have changed at the most: the box of its mask and the widest soft edge. */
export function reachOf(box: Rect, size: { width: number; height: number }): Rect {
  return grow(box, maxReachPx, size)
}

/**
 * Compares a result with its original in numbers, by decoders that are not the product's own.
 * @returns what differs, a sentence each; none when all is well
 */
export async function compareNumbers(file: Buffer, result: Buffer, reach: Rect): Promise<string[]> {
  const header = await sharp(file).metadata()
  const wrong = compareForm(header, decodePng(result, { checkCrc: true }))
  const [decoded, after] = [await decodeElsewhere(file), await decodeElsewhere(result)]
  if (!decoded || !after) return [...wrong, 'no other decoder here for its numbers']
  const before = upright(decoded, header.orientation ?? 1)
  if (after.width !== before.width || after.height !== before.height) {
    return [...wrong, `${after.width} × ${after.height}, not ${before.width} × ${before.height}`]
  }
  const changed = countChanged(before, after, reach)
  return changed === 0 ? wrong : [...wrong, `${changed} pixels outside have other numbers`]
}

/** Depth, channels, profile and density. */
function compareForm({ depth, icc, hasAlpha }: Metadata, png: DecodedPng): string[] {
  const isRgb = icc?.toString('latin1', 16, 20) === 'RGB '
  const kept = png.iccEmbeddedProfile?.profile
  const checks: readonly (readonly [boolean, string])[] = [
    [png.depth === (depth === 'ushort' ? 16 : 8), `${png.depth} bits`],
    [(png.channels === 4) === hasAlpha, `${png.channels} channels`],
    [!isRgb || isSame(icc, kept), 'another profile'],
    [png.resolution?.x !== libraryDensity, 'the density that the library writes'],
  ]
  return checks.flatMap(([isRight, sentence]) => (isRight ? [] : [sentence]))
}

function isSame(one: Buffer | undefined, other: Uint8Array | undefined): boolean {
  return one !== undefined && other !== undefined && one.equals(other)
}

/** Pixels a metre: what libvips writes when nobody says anything. */
const libraryDensity = 1_000

function countChanged(before: Decoded, after: Decoded, reach: Rect): number {
  let changed = 0
  for (let at = 0; at < after.pixels.length; at += 4) {
    if (isWithin(reach, (at / 4) % after.width, Math.floor(at / 4 / after.width))) continue
    const isFar = [0, 1, 2, 3].some((channel) => {
      const difference = (before.pixels[at + channel] ?? 0) - (after.pixels[at + channel] ?? 0)
      return Math.abs(difference) > before.tolerance
    })
    if (isFar) changed++
  }
  return changed
}

function isWithin({ x, y, width, height }: Rect, atX: number, atY: number): boolean {
  return atX >= x && atY >= y && atX < x + width && atY < y + height
}
