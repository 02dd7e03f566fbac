import {
  coded,
  density,
  gamma,
  type PngKind,
  plainSrgb,
  profileChunk,
  wideChroma,
  writePng,
} from './png.ts'
import { greyProfile, rgbProfile } from './profiles.ts'

const size = { width: 320, height: 240 }

/** What a PNG may say of its numbers, and what it may look like without. */
const chunksOf: Readonly<Record<string, readonly Buffer[]>> = {
  nothing: [],
  'gamma 1.0': [gamma(100_000)],
  'gamma 1/4.4': [gamma(22_727)],
  'gamma and primaries': [gamma(45_455), wideChroma],
  'sRGB and gamma': [plainSrgb, gamma(100_000)],
  'coded as P3': [coded(12, 13)],
  'coded as BT.709': [coded(1, 1)],
  'coded as PQ': [coded(9, 16)],
  'a linear RGB profile': [profileChunk(rgbProfile(1))],
  'a grey profile of 2.2': [profileChunk(greyProfile(2.2))],
  'a linear grey profile': [profileChunk(greyProfile(1))],
  'a broken profile': [profileChunk(Buffer.alloc(200, 7))],
  '300 dots an inch': [density(11_811, 11_811)],
}

const kinds: Readonly<Record<string, Pick<PngKind, 'type' | 'depth'>>> = {
  grey: { type: 0, depth: 8 },
  'deep grey': { type: 0, depth: 16 },
  RGB: { type: 2, depth: 8 },
  'deep RGB': { type: 2, depth: 16 },
  'grey with alpha': { type: 4, depth: 8 },
  RGBA: { type: 6, depth: 8 },
  'deep RGBA': { type: 6, depth: 16 },
}

/** PNG files of every kind of numbers and of what they mean, each pixel unlike its neighbours. */
export function strangePictures(): { name: string; file: Buffer }[] {
  return Object.entries(kinds).flatMap(([kind, of]) =>
    Object.entries(chunksOf).map(([words, chunks]) => ({
      name: `${kind} with ${words}`,
      file: writePng({ ...size, ...of, chunks }, ({ x, y }, channel) => {
        const value = (x * (channel + 2) + y * 3 + ((x * y) % 7) * 5 + of.type) & 255
        return of.depth === 8 ? value : value * 256 + ((x + y) & 255)
      }),
    })),
  )
}
