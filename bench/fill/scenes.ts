import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Hole, Raster } from '../../sandbox/bedrock/engine/raster/raster.ts'
import { projectRoot } from '../../scripts/paths.ts'

/** A picture as it truly is where a thing is to be removed, and where that thing is. */
export type Scene = { readonly name: string; readonly truth: Raster; readonly hole: Hole }

const folder = join(projectRoot, 'bench', 'fill', 'scenes')

/** @returns the twenty scenes by name; every third was never looked at while the fill was tuned */
export async function readScenes(): Promise<Scene[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.jpg')).sort()
  return Promise.all(
    files.map(async (file) => {
      const name = file.slice(0, -'.jpg'.length)
      const truth = await readRaster(join(folder, file))
      const mask = await sharp(join(folder, `${name}-mask.png`))
        .toColourspace('b-w')
        .raw()
        .toBuffer()
      return { name, truth, hole: Uint8Array.from(mask, (value) => (value < 128 ? 0 : 1)) }
    }),
  )
}

/** @returns any picture as 8-bit RGB */
export async function readRaster(path: string): Promise<Raster> {
  const { data, info } = await sharp(path)
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data: new Uint8Array(data) }
}

/** @returns the truth with the hole black: no method may see what was there */
export function withHole({ truth, hole }: Scene): Raster {
  const data = truth.data.map((value, at) => (hole[Math.floor(at / 3)] === 0 ? value : 0))
  return { ...truth, data }
}
