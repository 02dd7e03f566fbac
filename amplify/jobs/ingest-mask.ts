import { AppError } from '#domain/errors.ts'
import { maskLimits } from '#domain/mask/limits.ts'
import type { Edges } from '../store/edges.ts'
import { isAsNamed } from './check-digest.ts'
import { isMaskFile } from './mask-header.ts'

/**
 * Looks at an uploaded mask. One that no job could use is removed, so that nothing else is stored
 * under that name; whether it fits a picture is looked at when a job names it.
 */
export async function ingestMask(
  edges: Pick<Edges, 'objects'>,
  key: string,
): Promise<'KEPT' | 'REFUSED' | 'GONE'> {
  try {
    const found = await edges.objects.read(key, maskLimits.maxBytes)
    if (!found) return 'GONE'
    if (isMaskFile(found.bytes) && isAsNamed(key, found.bytes)) {
      await edges.objects.relabel(key, found, 'image/png')
      return 'KEPT'
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'INVALID_IMAGE') throw error
  }
  await edges.objects.remove([key])
  return 'REFUSED'
}
