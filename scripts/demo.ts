import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { signOut } from 'aws-amplify/auth'
import { downloadData, uploadData } from 'aws-amplify/storage'
import sharp from 'sharp'
import { pictureIdOf } from '../domain/ids.ts'
import { maskKey, originalKey } from '../domain/object-key.ts'
import { sayText } from '../src/i18n/say.ts'
import { type Client, openClient } from './client.ts'
import { demoUser } from './demo-user.ts'
import { localDir, projectRoot } from './paths.ts'
import { signInDemo } from './sign-in-demo.ts'
import { runToEnd } from './terminal.ts'

/** `npm run demo`: the whole job as any Amplify client does it, from sign-in to the exported picture. */
const sample = join(projectRoot, 'public', 'samples', 'courtyard.png')
const outDir = join(localDir, 'demo')

/** The traffic cone and its shadow, as fractions of the picture's width and height. */
const outline = [
  [0.11, 0.9],
  [0.19, 0.58],
  [0.24, 0.58],
  [0.31, 0.8],
  [0.41, 0.82],
  [0.31, 0.91],
]

const startedMs = Date.now()
const say = (text: string) =>
  console.log(`${((Date.now() - startedMs) / 1000).toFixed(2).padStart(6)} s  ${text}`)

async function main(): Promise<void> {
  const { client, stop } = await openClient()
  try {
    const owner = await signInDemo()
    say(`signed in as ${demoUser.email}`)

    const original = await readFile(sample)
    const digest = sha256(original)
    const pictureId = await pictureIdOf(owner, digest)
    const ready = pictureReady(client, pictureId)
    await upload(originalKey(owner, digest, 'image/png'), original, 'image/png')
    const picture = await ready
    say(`uploaded ${picture.width} × ${picture.height}, ${original.length} bytes`)

    const mask = await drawMask(picture)
    await upload(maskKey(owner, sha256(mask)), mask, 'image/png')

    const id = randomUUID()
    const finished = generationFinished(client, id)
    const { errors } = await client.mutations.generateImage({
      id,
      request: {
        operation: 'INPAINT',
        prompt: 'an empty courtyard',
        pictureId,
        maskKey: maskKey(owner, sha256(mask)),
        count: 1,
        seed: 7,
      },
    })
    if (errors?.[0]) throw new Error(errors[0].message)
    const generation = await finished
    if (!generation.outputs?.[0]?.patchKey)
      throw new Error(`${generation.status}: ${sayText(generation.errorDetail) ?? 'no picture'}`)
    const made = await exported(client, { pictureId, generationId: id })
    const { body } = await downloadData({ path: made.key ?? '' }).result
    await save({
      before: original,
      mask,
      after: Buffer.from(await (await body.blob()).arrayBuffer()),
    })
    say(`${made.changedOutside} pixels changed outside the mask; see ${outDir}`)
    await signOut()
  } finally {
    await stop()
  }
}

/** An export of a sample takes a second. */
const lookEveryMs = 200
const maxLooks = 300

type Export = Awaited<ReturnType<Client['models']['Export']['get']>>['data'] & object
type Picture = Awaited<ReturnType<Client['models']['Picture']['get']>>['data'] & object
type Generation = Awaited<ReturnType<Client['models']['Generation']['get']>>['data'] & object

/** Subscribes first, so that no event is missed; a picture that is known already is ready at once. */
function pictureReady(client: Client, id: string): Promise<Picture> {
  return new Promise((resolve, reject) => {
    const look = (picture: Picture | null) => {
      if (picture?.id !== id) return
      if (picture.status === 'READY') resolve(picture)
      if (picture.status === 'REJECTED') reject(new Error(sayText(picture.reason) ?? 'rejected'))
    }
    client.models.Picture.onCreate().subscribe({ next: look, error: reject })
    client.models.Picture.onUpdate().subscribe({ next: look, error: reject })
    client.models.Picture.get({ id }).then(({ data }) => look(data), reject)
  })
}

function generationFinished(client: Client, id: string): Promise<Generation> {
  return new Promise((resolve, reject) => {
    const look = (generation: Generation) => {
      if (generation.id !== id) return
      say(`revision ${generation.revision}: ${generation.status}`)
      if (generation.finishedAt) resolve(generation)
    }
    client.models.Generation.onCreate().subscribe({ next: look, error: reject })
    client.models.Generation.onUpdate().subscribe({ next: look, error: reject })
  })
}

/** Has a file made of the picture with the edit over it, and waits for it. */
async function exported(
  client: Client,
  { pictureId, generationId }: { pictureId: string; generationId: string },
): Promise<Export> {
  const { data, errors } = await client.mutations.exportPicture({
    request: {
      pictureId,
      layers: [{ generationId, index: 0, opacity: 1 }],
      mime: 'image/png',
      keepMetadata: true,
      keepProvenance: true,
    },
  })
  if (errors?.[0] || !data) throw new Error(errors?.[0]?.message ?? 'No export.')
  return exportReady(client, data.id)
}

async function exportReady(client: Client, id: string): Promise<Export> {
  for (let tries = 0; tries < maxLooks; tries += 1) {
    const { data: seen } = await client.models.Export.get({ id })
    if (seen?.status === 'READY') return seen
    if (seen?.errorCode) throw new Error(sayText(seen.reason) ?? seen.errorCode)
    await pause(lookEveryMs)
  }
  throw new Error('The export was not made in time.')
}

async function upload(path: string, data: Buffer, contentType: string): Promise<void> {
  await uploadData({ path, data: new Uint8Array(data), options: { contentType } }).result
}

/** White = edit: an 8-bit greyscale PNG of the picture's size. */
async function drawMask({ width, height }: Picture): Promise<Buffer> {
  const [w, h] = [width ?? 0, height ?? 0]
  const points = outline.map(([x, y]) => `${(x ?? 0) * w},${(y ?? 0) * h}`).join(' ')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><rect width="100%" height="100%"/><polygon points="${points}" fill="#fff" stroke="#fff" stroke-width="${w / 60}" stroke-linejoin="round"/></svg>`
  return sharp(Buffer.from(svg)).toColourspace('b-w').removeAlpha().png().toBuffer()
}

async function save(pictures: Record<string, Buffer>): Promise<void> {
  await mkdir(outDir, { recursive: true })
  for (const [name, bytes] of Object.entries(pictures)) {
    await writeFile(join(outDir, `${name}.png`), bytes)
  }
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

await runToEnd(main)
