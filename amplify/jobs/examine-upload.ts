import { AppError } from '#domain/errors.ts'
import type { UserId } from '#domain/ids.ts'
import { messageText } from '#domain/message/text.ts'
import type { ImageMime } from '#domain/object-key.ts'
import { fileKindOf } from '#domain/picture/file-kind.ts'
import { type Picture, readFileName, titleOf } from '#domain/picture/picture.ts'
import { convertToPng } from '../imaging/convert-to-png.ts'
import { inspectImage } from '../imaging/inspect-image.ts'
import { limits } from '../imaging/limits.ts'
import { makeRenditions, type Renditions } from '../imaging/make-renditions.ts'
import type { Edges } from '../store/edges.ts'
import { fileNameField, type StoredObject } from '../store/objects.ts'
import { isAsNamed } from './check-digest.ts'
import { checkStoredBytes } from './stored-bytes.ts'

/** What is known of a file from itself. */
export type Facts = Omit<
  Picture,
  'id' | 'owner' | 'key' | 'sha256' | 'origin' | 'createdAt' | 'revision'
>

/** What is stored beside an original. */
export type Derived = Renditions & {
  /** The PNG that editor and worker use of a file that they do not use as it is. */
  readonly converted: Buffer | undefined
}

export type Examined =
  | {
      readonly kind: 'GOOD'
      readonly facts: Facts
      readonly mime: ImageMime
      readonly found: StoredObject
      readonly derived: Derived
    }
  | { readonly kind: 'REFUSED'; readonly facts: Facts }
  /** There is no such object. */
  | { readonly kind: 'GONE' }
  /** It was examined before, and is still the same. */
  | { readonly kind: 'KNOWN' }

/**
 * Reads an original and finds out what it is.
 * @param of `isKnown` when it was found good before: then it only has to be the same still
 * @throws what is no fault of the file
 */
export async function examineUpload(
  edges: Pick<Edges, 'objects'>,
  of: { key: string; owner: UserId; isKnown: boolean; storedBytes: number },
): Promise<Examined> {
  const { key, owner } = of
  let found: StoredObject | undefined
  try {
    found = await edges.objects.read(key, limits.maxBytes)
    if (!found) return { kind: 'GONE' }
    const { bytes } = found
    if (!isAsNamed(key, bytes)) {
      throw new AppError('INVALID_IMAGE', { key: 'fileIncomplete' })
    }
    if (of.isKnown) {
      await edges.objects.relabel(key, found, fileKindOf(bytes))
      return { kind: 'KNOWN' }
    }
    await checkStoredBytes(edges, owner, of.storedBytes)
    return { kind: 'GOOD', found, ...(await inspect(found)) }
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'INTERNAL') throw error
    const reason = { reasonCode: error.code, reason: messageText(error.reason) }
    return {
      kind: 'REFUSED',
      facts: { status: 'REJECTED', ...reason, ...(found && namesOf(found)) },
    }
  }
}

async function inspect(found: StoredObject) {
  const { bytes } = found
  const { mime, width, height, frames, isUsedAsItIs, madeWith } = await inspectImage(bytes)
  const converted = isUsedAsItIs ? undefined : await convertToPng(bytes)
  const renditions = await makeRenditions(converted ?? bytes)
  const facts: Facts = {
    status: 'READY',
    mime,
    width,
    height,
    bytes: bytes.length,
    ...(frames > 1 && { frames }),
    ...(madeWith && { madeWith }),
    ...namesOf(found),
  }
  return { facts, mime, derived: { ...renditions, converted } }
}

/** What the file was called, which a rejected one needs as much as any other. */
function namesOf({ metadata }: StoredObject): Pick<Facts, 'fileName' | 'title'> {
  const fileName = readFileName(metadata[fileNameField])
  return fileName === undefined ? {} : { fileName, title: titleOf(fileName) }
}
