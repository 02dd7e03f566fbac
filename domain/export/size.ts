import { AppError } from '../errors.ts'
import type { Size } from '../frame/space.ts'
import { type ExportMime, fileTypeOf } from './file-type.ts'

/**
 * The size of an export in pixels.
 * @param canvas what is exported
 * @param maxSidePx how long its longer side may be; it is never enlarged
 */
export function exportSizeOf({ width, height }: Size, maxSidePx: number | undefined): Size {
  const longest = Math.max(width, height)
  if (maxSidePx === undefined || longest <= maxSidePx) return { width, height }
  const scaled = (side: number) => Math.max(1, Math.round((side * maxSidePx) / longest))
  return { width: scaled(width), height: scaled(height) }
}

/** Why a file of this type cannot be of this size, if so. @returns INVALID_REQUEST */
export function exportSizeProblem({ width, height }: Size, mime: ExportMime): AppError | undefined {
  const { name: kind, maxSidePx, maxPixels } = fileTypeOf(mime)
  if (maxSidePx !== undefined && Math.max(width, height) > maxSidePx) {
    const reason = { key: 'exportSideTooLong', kind, maxSidePx } as const
    return new AppError('INVALID_REQUEST', reason, { field: 'maxSidePx' })
  }
  if (maxPixels === undefined || width * height <= maxPixels) return undefined
  const reason = { key: 'exportTooManyPixels', kind, maxMegapixels: maxPixels / 1e6 } as const
  return new AppError('INVALID_REQUEST', reason, { field: 'maxSidePx' })
}
