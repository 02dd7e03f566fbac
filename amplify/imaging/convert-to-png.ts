import { AppError } from '#domain/errors.ts'
import { uprightOriginOf } from './file-origin.ts'
import { leanFile, openLean } from './lean/lean-file.ts'
import { originChunks } from './origin-chunks.ts'
import { addChunks } from './png-chunks.ts'
import { turnUpright } from './turn-upright.ts'

/** A large picture has to be written within the function's time; it is read once a job. */
const compressionLevel = 3

const keptSpaces: ReadonlySet<string> = new Set(['srgb', 'rgb16', 'b-w', 'grey16'])

/**
 * Makes of an upload that is not used as it is the file that editor and worker use: its first frame or
 * page as a PNG, upright, with the numbers, bits (8 or 16) and profile of the file, and what it says of its origin.
 * @param bytes a file that `inspectImage` let through
 * @throws AppError INVALID_IMAGE when it cannot be decoded to its end
 */
export async function convertToPng(bytes: Buffer): Promise<Buffer> {
  const file = leanFile(bytes)
  try {
    const header = await openLean(file).metadata()
    const { space, depth } = header
    // Numbers of another kind (Lab) are converted, and their profile with them.
    const isKept = keptSpaces.has(space)
    const stored = isKept ? openLean(file).keepIccProfile() : openLean(file)
    const png = await turnUpright(stored, file.orientation)
      .toColourspace(isKept ? space : depth === 'ushort' ? 'rgb16' : 'srgb')
      .png({ compressionLevel })
      .toBuffer()
    return addChunks(png, originChunks(uprightOriginOf(file, header)), 'pHYs')
  } catch (cause) {
    throw new AppError('INVALID_IMAGE', { key: 'fileDamaged' }, { cause })
  }
}
