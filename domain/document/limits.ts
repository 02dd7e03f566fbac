import { maxTitleLength } from '../picture/limits.ts'

/**
 * What a document of the account may be. A record travels whole to each subscriber, who gets at most
 * 240 KB at once, and an id takes 39 bytes of it.
 */
export const documentLimits = {
  /** A thousand strokes of sixty points take about 200 KB, packed. */
  maxBytes: 8_000_000,
  maxThumbnailBytes: 200_000,
  maxNameLength: maxTitleLength,
  maxPictures: 500,
  maxGenerations: 2_000,
} as const

/** How long a document stays in the trash. */
export const trashDays = 30

/** Whether an object is a file that a document may have, by its name and size. */
export function isDocumentFile(key: string, bytes: number): boolean {
  const name = /^documents\/[0-9a-f-]{36}\/[0-9a-f-]{36}\/[0-9a-f]{64}\.(gz|webp)$/.exec(key)
  const { maxBytes, maxThumbnailBytes } = documentLimits
  return name !== null && bytes <= (name[1] === 'gz' ? maxBytes : maxThumbnailBytes)
}
