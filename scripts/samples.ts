import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { projectRoot } from './paths.ts'

/**
 * Renders the sample pictures (`npm run samples`, needs POV-Ray: `apt-get install povray`). The
 * scenes are ours; grain is added afterwards, since a render is cleaner than any photograph. Sand and sea are
 * noise everywhere, where smoothing every edge would take an hour and show nothing.
 */
const samples = [
  {
    file: 'shore.jpg',
    scene: 'shore',
    title: 'Shore',
    size: [4032, 3024],
    grain: 3.2,
    antialias: ['-A'],
  },
  {
    file: 'courtyard.png',
    scene: 'courtyard',
    title: 'Courtyard',
    size: [4032, 3024],
    grain: 0.7,
    antialias: ['+A0.35', '+R2'],
  },
  /** Stored lying on its side with EXIF orientation 6, as a phone does. */
  {
    file: 'table.jpg',
    scene: 'table',
    title: 'Table',
    size: [3024, 4032],
    grain: 2.6,
    antialias: ['+A0.35', '+R2'],
  },
] as const

const outDir = join(projectRoot, 'public', 'samples')
const thumbnailPx = 480

async function main(): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'repaint-samples-'))
  const only = process.argv.slice(2)
  for (const sample of samples) {
    if (only.length === 0 || only.includes(sample.scene)) await make(sample, work)
  }
  await rm(work, { recursive: true })
  const listing = samples.map(({ file, scene, title, size: [width, height] }) => ({
    file,
    title,
    width,
    height,
    thumb: `${scene}-thumb.webp`,
  }))
  await writeFile(join(outDir, 'samples.json'), `${JSON.stringify(listing, null, 2)}\n`)
}

async function make(sample: (typeof samples)[number], work: string): Promise<void> {
  const [width, height] = sample.size
  const rendered = join(work, `${sample.scene}.png`)
  const { status } = spawnSync(
    'povray',
    [
      '-D',
      '-GA',
      `+W${width}`,
      `+H${height}`,
      ...sample.antialias,
      `+I${join(projectRoot, 'scripts', 'samples', `${sample.scene}.pov`)}`,
      `+O${rendered}`,
    ],
    { stdio: 'ignore' },
  )
  if (status !== 0) throw new Error(`povray could not render ${sample.scene}.`)
  const { data, info } = await sharp(rendered)
    .removeAlpha()
    // A lens and a sensor are softer than a ray.
    .blur(0.55)
    .raw()
    .toBuffer({ resolveWithObject: true })
  addGrain(data, sample.grain)
  const picture = () => sharp(data, { raw: { width, height, channels: info.channels } })
  const target = join(outDir, sample.file)
  if (sample.file.endsWith('.png')) await picture().png({ compressionLevel: 9 }).toFile(target)
  else if (height > width) {
    // Turned a quarter to the left, so that orientation 6 (turn right to show) brings it upright.
    await picture()
      .rotate(270)
      .jpeg({ quality: 90 })
      .withMetadata({ orientation: 6 })
      .toFile(target)
  } else await picture().jpeg({ quality: 90 }).toFile(target)
  await picture()
    .resize(thumbnailPx, thumbnailPx, { fit: 'inside' })
    .webp({ quality: 80 })
    .toFile(join(outDir, `${sample.scene}-thumb.webp`))
}

/** Adds the same normal noise to the three channels of each pixel (mostly luminance, as film does). */
function addGrain(rgb: Buffer, sigma: number): void {
  const random = mulberry32(20_261_121)
  for (let at = 0; at < rgb.length; at += 3) {
    const shared = sigma * gaussian(random)
    for (let channel = at; channel < at + 3; channel += 1) {
      const value = (rgb[channel] ?? 0) + shared
      rgb[channel] = Math.max(0, Math.min(255, Math.round(value)))
    }
  }
}

/** Box and Muller's transform of two uniform numbers. */
function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Tommy Ettinger's 32-bit generator: small, seeded, good enough for grain. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

await main()
