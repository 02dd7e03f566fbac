import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { chromium, type Page } from '@playwright/test'
import type { ImageMime } from '../domain/object-key.ts'
import { fileKindOf } from '../domain/picture/file-kind.ts'
import type { Picture } from '../domain/picture/picture.ts'
import { chromiumOptions } from '../scripts/chromium.ts'
import { sayText } from '../src/i18n/say.ts'
import { type Backend, startBackend } from '../tests/backend/backend.ts'
import { maskOf } from '../tests/backend/files.ts'
import {
  finished,
  generate,
  type Person,
  signUpPerson,
  upload,
  uploadMask,
} from '../tests/backend/person.ts'
import { resultOf } from '../tests/builders/whole.ts'
import { compareNumbers, reachOf } from '../tests/pictures/compare-files.ts'
import { strangePictures } from '../tests/pictures/strange-pictures.ts'
import { compareShown } from './compare-shown.ts'
import type { Figure } from './figure.ts'

const maxFiles = 5_000
/** What one person may make in a day is limited; each does so many. */
const filesOfPerson = 20
/** Larger files are compared in numbers only: a page gets them as text. */
const maxShownBytes = 60_000_000

type Named = { readonly name: string; readonly read: () => Promise<Buffer> }
type End = 'refused' | 'edited' | 'failed'

/**
 * Every file of a folder through the whole path: upload, ingest, an edit, its result; compared with
 * the original in numbers and as Chromium shows them, outside of what the edit may change.
 * @param folder left out, the pictures of `tests/pictures/`
 */
export async function benchCorpus(folder?: string): Promise<Figure[]> {
  const files = folder === undefined ? ownFiles() : await filesIn(folder)
  const backend = await startBackend()
  const browser = await chromium.launch(chromiumOptions())
  const ends: Record<End, number> = { refused: 0, edited: 0, failed: 0 }
  let different = 0
  try {
    const page = await browser.newPage()
    let person: Person | undefined
    for (const [index, { name, read }] of files.entries()) {
      if (index % filesOfPerson === 0) person = await signUpPerson(backend, `corpus-${index}`)
      if (!person) continue
      const { end, says } = await tryFile({ backend, person, page }, await read())
      ends[end] += 1
      if (end === 'edited' && says.length > 0) different += 1
      for (const sentence of says) process.stderr.write(`${name}: ${end}: ${sentence}\n`)
    }
  } finally {
    await browser.close()
    await backend.close()
  }
  return [
    { name: 'files', value: files.length, unit: '' },
    { name: 'edited', value: ends.edited, unit: '' },
    { name: 'refused with a reason', value: ends.refused, unit: '' },
    { name: 'failed', value: ends.failed, unit: '', atMost: 0 },
    { name: 'results that differ outside of the edit', value: different, unit: '', atMost: 0 },
  ]
}

function ownFiles(): Named[] {
  return strangePictures().map(({ name, file }) => ({ name, read: () => Promise.resolve(file) }))
}

async function filesIn(folder: string): Promise<Named[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  return paths
    .sort()
    .slice(0, maxFiles)
    .map((path) => ({ name: relative(folder, path), read: () => readFile(path) }))
}

type At = { backend: Backend; person: Person; page: Page }

async function tryFile(at: At, file: Buffer): Promise<{ end: End; says: string[] }> {
  try {
    const picture = await upload(at.backend, at.person, { bytes: file, mime: mimeOf(file) })
    if (picture.status !== 'READY') return { end: 'refused', says: [sayText(picture.reason) ?? ''] }
    return { end: 'edited', says: await editAndCompare(at, file, picture) }
  } catch (error) {
    return { end: 'failed', says: [String(error)] }
  }
}

/** What is no picture goes up under the name of one, as a browser would let it. */
function mimeOf(file: Buffer): ImageMime {
  try {
    return fileKindOf(file)
  } catch {
    return 'image/png'
  }
}

async function editAndCompare(
  { backend, person, page }: At,
  file: Buffer,
  { id: pictureId, width = 0, height = 0, editKey }: Picture,
): Promise<string[]> {
  const size = { width, height }
  const [across, down] = [Math.ceil(width / 8), Math.ceil(height / 8)]
  const box = { x: across, y: down, width: across, height: down }
  const maskKey = await uploadMask(backend, person, await maskOf(size, box))
  const id = randomUUID()
  const { errors } = await generate(person, id, {
    operation: 'ERASE',
    pictureId,
    maskKey,
    count: 1,
  })
  if (errors[0]) throw new Error(errors[0].message)
  const job = await finished(person, id)
  const [output] = job.outputs ?? []
  if (!output?.patchKey) throw new Error(`The job ended as ${job.status}.`)
  const read = async (Key: string) => {
    const Bucket = backend.outputs.storage.bucket_name
    const { Body } = await person.s3.send(new GetObjectCommand({ Bucket, Key }))
    return Buffer.from((await Body?.transformToByteArray()) ?? [])
  }
  const result = await resultOf(read, job)
  // What editors do not use as it is (TIFF, GIF, AVIF) is compared as the PNG that they use.
  const worked = editKey ? await read(editKey) : file
  const reach = reachOf(box, size)
  const says = await compareNumbers(worked, result, reach)
  if (output.changedOutside !== 0) says.push(`${output.changedOutside} changed by our own count`)
  if (worked.length + result.length > maxShownBytes) return says
  return [...says, ...(await compareShown(page, { file: worked, result, reach }))]
}
