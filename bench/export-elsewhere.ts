import { type DecodedPng, decode } from 'fast-png'
import sharp from 'sharp'
import { composeExport } from '../amplify/imaging/compose-export.ts'
import type { StoredLayer } from '../amplify/imaging/composed-picture.ts'
import { encodeExport } from '../amplify/imaging/encode-export.ts'
import { openOriginal } from '../amplify/imaging/open-original.ts'
import { encodePatch, readPatch } from '../amplify/imaging/patch-file.ts'
import type { Rect, Size } from '../domain/frame/space.ts'
import type { Figure } from './figure.ts'
import { photo } from './pictures.ts'

type Root = Size & { readonly name: string; readonly isDeep?: true }

const roots: readonly Root[] = [
  { name: '12 MP', width: 4_000, height: 3_000 },
  { name: '12 MP of 16 bits in Display P3', width: 4_000, height: 3_000, isDeep: true },
  { name: '100 MP', width: 12_500, height: 8_000 },
]
/** Three layers that do not meet, as parts of the picture's sides. */
const places = [0.1, 0.4, 0.7]
const side = 800
/** Dots an inch; not what any library writes by itself. */
const density = 300

/**
 * Exports of a picture with three layers as PNG, read by a decoder that is not the product's own and
 * compared with the root: pixels that differ where no layer lies, and what of depth, profile and
 * density was not kept.
 */
export async function benchExportElsewhere(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const root of roots) figures.push(...(await compared(root)))
  return figures
}

async function compared(root: Root): Promise<Figure[]> {
  const { name, width, height } = root
  const file = await rootFile(root)
  const rects = places.map((share): Rect => {
    const [x, y] = [Math.round(share * width), Math.round(share * height)]
    return { x, y, width: side, height: Math.min(side, height - y) }
  })
  const layers = await Promise.all(rects.map((rect) => layerAt(rect, root)))
  const canvas = { x: 0, y: 0, width, height }
  const { picture } = await composeExport(await openOriginal(file), canvas, { layers })
  const made = { source: 'EDITED' } as const
  const exported = await encodeExport(picture, { mime: 'image/png', size: root, made })
  const [before, after] = [decode(file), decode(exported, { checkCrc: true })]
  return [
    {
      name: `${name}: pixels that differ outside, by another decoder`,
      value: countDiffering(before, after, (x, y) => rects.some((rect) => isIn(rect, x, y))),
      unit: '',
      atMost: 0,
    },
    {
      name: `${name}: of depth, profile and density, lost`,
      value: lost(before, after),
      unit: '',
      atMost: 0,
    },
  ]
}

async function rootFile({ width, height, isDeep }: Root): Promise<Buffer> {
  const size = { width, height }
  const raw = sharp(await photo(size), { raw: { ...size, channels: 3 } })
  const shown = isDeep ? raw.toColourspace('rgb16').withIccProfile('p3') : raw
  return shown.withMetadata({ density }).png({ compressionLevel: 1 }).toBuffer()
}

async function layerAt(rect: Rect, { isDeep }: Root): Promise<StoredLayer> {
  const samples = rect.width * rect.height
  const pixels = isDeep ? new Uint16Array(samples * 3) : new Uint8Array(samples * 3)
  for (let at = 0; at < pixels.length; at++) pixels[at] = (at * 2_654_435) >>> 16
  const weight = new Uint8Array(samples).fill(255)
  const file = await encodePatch({ ...rect, channels: 3, pixels, weight }, undefined)
  return { rect, opacity: 0.8, read: () => readPatch(file, rect) }
}

function countDiffering(
  before: DecodedPng,
  after: DecodedPng,
  isOwned: (x: number, y: number) => boolean,
): number {
  const { width, height, channels } = before
  if (after.width !== width || after.height !== height || after.channels !== channels) {
    return width * height
  }
  let differing = 0
  for (let at = 0; at < width * height; at++) {
    if (isOwned(at % width, Math.floor(at / width))) continue
    for (let channel = 0; channel < channels; channel++) {
      if (before.data[at * channels + channel] === after.data[at * channels + channel]) continue
      differing++
      break
    }
  }
  return differing
}

function isIn({ x, y, width, height }: Rect, atX: number, atY: number): boolean {
  return atX >= x && atY >= y && atX < x + width && atY < y + height
}

/** @returns how many of the three are not those of the root */
function lost(before: DecodedPng, after: DecodedPng): number {
  const profiles = [before, after].map(({ iccEmbeddedProfile }) => iccEmbeddedProfile?.profile)
  const kept = [
    before.depth === after.depth,
    Buffer.compare(profiles[0] ?? Buffer.alloc(0), profiles[1] ?? Buffer.alloc(0)) === 0,
    before.resolution?.x === after.resolution?.x &&
      before.resolution?.unit === after.resolution?.unit,
  ]
  return kept.filter((each) => !each).length
}
