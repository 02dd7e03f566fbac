import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp, { type Region, type Sharp } from 'sharp'
import { projectRoot } from '../../scripts/paths.ts'

/*
 * Makes the scenes of the fill's bench anew: a picture as it is without a thing, and the mask of
 * that thing. `npx tsx bench/fill/make-scenes.ts DIR [NAME …]`, where DIR holds scikit-image's pictures
 * (Debian: /usr/lib/python3/dist-packages/skimage/data of python3-skimage); POV-Ray renders the rest.
 */

const side = 480

/** A render with the thing and one without: what differs is the mask, its shadow and mirror image included. */
type Render = { readonly file: string; readonly removed: number; readonly size: [number, number] }

/** A photograph, and where a figure could have stood before it: left, top, width, height. */
type Photo = { readonly file: string; readonly figure: [number, number, number, number] }

const renders: Record<string, Render> = {
  'courtyard-cone': { file: 'scripts/samples/courtyard.pov', removed: 1, size: [800, 600] },
  'courtyard-pot': { file: 'scripts/samples/courtyard.pov', removed: 2, size: [800, 600] },
  'shore-ball': { file: 'scripts/samples/shore.pov', removed: 1, size: [800, 600] },
  'shore-post': { file: 'scripts/samples/shore.pov', removed: 2, size: [800, 600] },
  'table-mug': { file: 'scripts/samples/table.pov', removed: 1, size: [600, 800] },
  'table-bowl': { file: 'scripts/samples/table.pov', removed: 2, size: [600, 800] },
  clouds: { file: 'bench/fill/scenes/clouds.pov', removed: 1, size: [640, 480] },
  cobbles: { file: 'bench/fill/scenes/cobbles.pov', removed: 1, size: [640, 480] },
  facade: { file: 'bench/fill/scenes/facade.pov', removed: 1, size: [640, 480] },
  lake: { file: 'bench/fill/scenes/lake.pov', removed: 1, size: [640, 480] },
  meadow: { file: 'bench/fill/scenes/meadow.pov', removed: 1, size: [640, 480] },
  planks: { file: 'bench/fill/scenes/planks.pov', removed: 1, size: [640, 480] },
}

const photos: Record<string, Photo> = {
  astronaut: { file: 'astronaut.png', figure: [20, 110, 100, 190] },
  brick: { file: 'brick.png', figure: [180, 140, 150, 230] },
  camera: { file: 'camera.png', figure: [380, 170, 95, 230] },
  chelsea: { file: 'chelsea.png', figure: [90, 140, 90, 130] },
  coffee: { file: 'coffee.png', figure: [430, 160, 100, 180] },
  grass: { file: 'grass.png', figure: [160, 150, 170, 220] },
  gravel: { file: 'gravel.png', figure: [190, 130, 150, 230] },
  rocket: { file: 'rocket.jpg', figure: [205, 260, 90, 140] },
}

async function main([photoDir = '.', ...names]: readonly string[]): Promise<void> {
  const isWanted = ([name]: readonly [string, unknown]) =>
    names.length === 0 || names.includes(name)
  const work = await mkdtemp(join(tmpdir(), 'repaint-scenes-'))
  for (const [name, { file, removed, size }] of Object.entries(renders).filter(isWanted)) {
    const bare = await render(join(work, `${name}.png`), { file, removed, size })
    const whole = await render(join(work, `${name}-whole.png`), { file, removed: 0, size })
    const mask = await differenceMask(bare, whole)
    const crop = await around(mask, size)
    await store(name, sharp(await withGrain(bare)).extract(crop), sharp(mask).extract(crop))
  }
  for (const [name, { file, figure }] of Object.entries(photos).filter(isWanted)) {
    const picture = sharp(await readFile(join(photoDir, file)))
    const { width, height } = await picture.metadata()
    await store(name, picture.toColourspace('srgb'), figureMask({ width, height }, figure))
  }
  await rm(work, { recursive: true })
}

async function store(name: string, truth: Sharp, mask: Sharp): Promise<void> {
  const path = join(projectRoot, 'bench', 'fill', 'scenes', name)
  const jpeg = truth.removeAlpha().jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
  await writeFile(`${path}.jpg`, await jpeg.toBuffer())
  const png = mask.toColourspace('b-w').png({ palette: true, colours: 2, compressionLevel: 9 })
  await writeFile(`${path}-mask.png`, await png.toBuffer())
}

async function render(out: string, { file, removed, size }: Render): Promise<Buffer> {
  const [width, height] = size
  const quality = ['-D', '-GA', '-J', '+A0.3', '+R1']
  const picture = [`+W${width}`, `+H${height}`, `Declare=Removed=${removed}`]
  const paths = [`+I${join(projectRoot, file)}`, `+O${out}`]
  const { status } = spawnSync('povray', [...quality, ...picture, ...paths], { stdio: 'ignore' })
  if (status !== 0) throw new Error(`povray could not render ${file}.`)
  return readFile(out)
}

/** White where the two differ by more than the jitter of soft shadows, grown by some pixels. */
async function differenceMask(bare: Buffer, whole: Buffer): Promise<Buffer> {
  const difference = await sharp(bare)
    .removeAlpha()
    .composite([{ input: whole, blend: 'difference' }])
    .png()
    .toBuffer()
  const seen = await sharp(difference).blur(3).greyscale().threshold(8).png().toBuffer()
  return sharp(seen).blur(3).threshold(40).png().toBuffer()
}

/** The square about the middle of the mask, as far as the picture goes. */
async function around(mask: Buffer, [width, height]: [number, number]): Promise<Region> {
  const pixels = await sharp(mask).toColourspace('b-w').raw().toBuffer()
  const white = [...pixels.keys()].filter((at) => pixels[at] === 255)
  // The median, as soft shadows elsewhere may jitter.
  const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0
  const place = (centre: number, whole: number) =>
    Math.max(0, Math.min(whole - side, centre - side / 2))
  const left = place(middle(white.map((at) => at % width)), width)
  const top = place(middle(white.map((at) => Math.floor(at / width))), height)
  return { left, top, width: side, height: side }
}

/** A render is cleaner than any photograph. */
async function withGrain(png: Buffer): Promise<Buffer> {
  const { width, height } = await sharp(png).metadata()
  const noise = { type: 'gaussian', mean: 128, sigma: 4 } as const
  const grain = sharp({
    create: { width, height, channels: 3, background: '#808080', noise },
  })
  return sharp(png)
    .removeAlpha()
    .composite([{ input: await grain.png().toBuffer(), blend: 'hard-light' }])
    .png()
    .toBuffer()
}

/** A head on a body. */
function figureMask(
  size: { readonly width: number; readonly height: number },
  [left, top, width, height]: Photo['figure'],
): Sharp {
  const middle = left + width / 2
  const shapes = `<ellipse cx="${middle}" cy="${top + height * 0.2}" rx="${width * 0.28}" ry="${height * 0.2}"/>
    <ellipse cx="${middle}" cy="${top + height * 0.68}" rx="${width / 2}" ry="${height * 0.32}"/>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">
    <rect width="100%" height="100%"/><g fill="#fff">${shapes}</g></svg>`
  return sharp(Buffer.from(svg)).threshold(128)
}

await main(process.argv.slice(2))
