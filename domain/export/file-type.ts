import type { ImageMime } from '../object-key.ts'

/** What a type of file can carry of a composition. */
type FileType = {
  /** What people call it. */
  readonly name: string
  /** Whether its pixels are those of the composition, as deep as its root. */
  readonly isLossless: boolean
  /** Where nothing lies, a type without opacity is white, as paper. */
  readonly hasOpacity: boolean
  /** The longest side that its format counts. */
  readonly maxSidePx?: number
  readonly maxPixels?: number
}

/** The types of file that an export can have. */
export const exportTypes = {
  'image/png': { name: 'PNG', isLossless: true, hasOpacity: true },
  'image/tiff': { name: 'TIFF', isLossless: true, hasOpacity: true },
  'image/jpeg': { name: 'JPEG', isLossless: false, hasOpacity: false, maxSidePx: 65_500 },
  'image/webp': { name: 'WebP', isLossless: false, hasOpacity: true, maxSidePx: 16_383 },
  // As many pixels as an upload of this type: a file that we make is one that we take.
  'image/avif': {
    name: 'AVIF',
    isLossless: false,
    hasOpacity: true,
    maxSidePx: 16_384,
    maxPixels: 40_000_000,
  },
} as const satisfies Partial<Record<ImageMime, FileType>>

export type ExportMime = keyof typeof exportTypes
export const exportMimes = Object.keys(exportTypes) as readonly ExportMime[]

/** The same, with what some types lack. */
export function fileTypeOf(mime: ExportMime): FileType {
  return exportTypes[mime]
}
