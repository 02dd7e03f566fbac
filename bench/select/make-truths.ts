import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { projectRoot } from '../../scripts/paths.ts'
import { truths } from './truths.ts'

/*
 * Makes the truths of the selection's bench anew: which pixels of the samples a thing covers.
 * `npx tsx bench/select/make-truths.ts DIR`, where DIR keeps the renders (POV-Ray), which take half an hour.
 * Without light and shadow (+Q1) a render with the thing and one without differ just where it is.
 */

/** How much two renders differ in one colour where they are not the same, of 255. */
const least = 8

async function main([folder = '.']: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const { scene, removed, name, size } of truths) {
    const [whole, bare] = [0, removed].map((number) => {
      const out = join(folder, `${scene}-${number}.png`)
      if (!existsSync(out)) render(out, { scene, number, size })
      return out
    })
    const [one, other] = await Promise.all([pixelsOf(whole ?? ''), pixelsOf(bare ?? '')])
    const [width, height] = size
    const differs = Buffer.alloc(width * height)
    for (let at = 0; at < differs.length; at += 1) {
      const most = Math.max(
        ...[0, 1, 2].map((part) =>
          Math.abs((one[at * 3 + part] ?? 0) - (other[at * 3 + part] ?? 0)),
        ),
      )
      differs[at] = most > least ? 255 : 0
    }
    // Single pixels within a thing may have the colour of what is behind it.
    await sharp(differs, { raw: { width, height, channels: 1 } })
      .median(5)
      .toColourspace('b-w')
      .png({ palette: true, colours: 2, compressionLevel: 9 })
      .toFile(join(projectRoot, 'bench', 'select', 'truths', `${name}.png`))
  }
}

function render(
  out: string,
  picture: { readonly scene: string; readonly number: number; readonly size: readonly number[] },
): void {
  const { scene, number, size } = picture
  const quality = ['-D', '-GA', '-J', '+Q1', ...(scene === 'shore' ? ['-A'] : ['+A0.3', '+R2'])]
  const sides = [`+W${size[0]}`, `+H${size[1]}`, `Declare=Removed=${number}`]
  const file = join(projectRoot, 'scripts', 'samples', `${scene}.pov`)
  const { status } = spawnSync('povray', [...quality, ...sides, `+I${file}`, `+O${out}`], {
    stdio: 'ignore',
  })
  if (status !== 0) throw new Error(`povray could not render ${scene}.`)
}

function pixelsOf(file: string): Promise<Buffer> {
  return sharp(file).removeAlpha().raw().toBuffer()
}

await main(process.argv.slice(2))
