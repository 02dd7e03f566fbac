import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import type { Engine } from '../../sandbox/bedrock/engine/pool.ts'
import type { Raster } from '../../sandbox/bedrock/engine/raster/raster.ts'
import { projectRoot } from '../../scripts/paths.ts'
import { readRaster, type Scene, withHole } from './scenes.ts'

/** One way to fill holes: a picture for each scene, or the Debian package that it lacks. */
export type Method = {
  readonly name: string
  readonly filled: readonly Raster[] | { readonly missing: string }
}

const run = promisify(execFile)
/** A program that hangs is ended. */
const maxMs = 10 * 60_000

/** Fills every scene by every method, each from the same files. */
export async function fillByAll(scenes: readonly Scene[], engine: Engine): Promise<Method[]> {
  const dir = await mkdtemp(join(tmpdir(), 'repaint-fill-'))
  try {
    for (const scene of scenes) await writeScene(dir, scene)
    const ours: Raster[] = []
    for (const scene of scenes) {
      const picture = withHole(scene)
      ours.push(await engine.run({ kind: 'fill', picture, hole: scene.hole, seed: 1 }))
    }
    const missingCv = await lacks('python3-opencv', () =>
      // Debian's own Python: another one does not see Debian's packages.
      run('/usr/bin/python3', [join(projectRoot, 'bench/fill/opencv.py'), dir], {
        timeout: maxMs,
      }),
    )
    const missingGmic = await lacks('gmic', async () => {
      for (const { name } of scenes) await runGmic(join(dir, name))
    })
    const read = async (method: string, missing: string | undefined) =>
      missing === undefined
        ? Promise.all(scenes.map(({ name }) => readRaster(join(dir, `${name}-${method}.png`))))
        : { missing }
    return [
      { name: 'ours', filled: ours },
      { name: 'Telea', filled: await read('telea', missingCv) },
      { name: 'Navier-Stokes', filled: await read('ns', missingCv) },
      { name: 'G’MIC', filled: await read('gmic', missingGmic) },
    ]
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function writeScene(dir: string, scene: Scene): Promise<void> {
  const { width, height, data } = withHole(scene)
  const path = join(dir, scene.name)
  await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(`${path}-holed.png`)
  const mask = scene.hole.map((value) => value * 255)
  await sharp(mask, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toFile(`${path}-mask.png`)
}

/** Its multi-scale patch-based inpainting, the better of its two here, with its own settings. */
async function runGmic(path: string): Promise<void> {
  const fill = [`${path}-holed.png`, `${path}-mask.png`, 'inpaint_matchpatch[0]', '[1]']
  const store = ['keep[0]', 'round', 'cut', '0,255', 'output', `${path}-gmic.png`]
  await run('gmic', [...fill, ...store], { timeout: maxMs })
}

/** @returns the package's name when its program or module is not there */
async function lacks(name: string, work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string }
    if (code === 'ENOENT' || stderr.includes('No module named')) return name
    throw error
  }
}
