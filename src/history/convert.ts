import { extensions, type ImageMime } from '#domain/object-key.ts'
import { carryOrigin } from '#domain/picture/origin/carry-origin.ts'
import { decodePicture } from '../backend/decode-picture.ts'

/** File types offered at download. PNG keeps results lossless; the others are re-encoded here. */
export const downloadTypes = ['image/png', 'image/jpeg', 'image/webp'] as const
export type DownloadType = (typeof downloadTypes)[number]

/** High enough that a photo shows no blocks at full size. */
const encodeQuality = 0.92

/** Where metadata stands in a PNG or JPEG; in a WebP it comes last. */
const maxHeadBytes = 4_000_000

/**
 * The image in another file type, in its full size, with its copyright, creators, time of capture and
 * density; the same bytes when it has that type already.
 * @throws DOMException when the browser cannot decode it
 */
export async function convertImage(blob: Blob, type: DownloadType): Promise<Blob> {
  if (blob.type === type) return blob
  const bitmap = await decodePicture(blob)
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  const context = canvas.getContext('2d', { alpha: type !== 'image/jpeg' })
  if (context && type === 'image/jpeg') {
    // It has no transparency: what shows through is white, as on paper.
    context.fillStyle = '#fff'
    context.fillRect(0, 0, bitmap.width, bitmap.height)
  }
  context?.drawImage(bitmap, 0, 0)
  bitmap.close()
  const copy = await canvas.convertToBlob({ type, quality: encodeQuality })
  const head = blob.type === 'image/webp' ? blob : blob.slice(0, maxHeadBytes)
  return new Blob([carryOrigin(await bytesOf(head), await bytesOf(copy))], { type: copy.type })
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer())
}

/** @returns a file name made of the title, without what file systems refuse */
export function fileNameFor(title: string, type: string): string {
  const stem = title
    .replace(/\.(png|jpe?g|webp|avif|tiff?|gif)$/i, '')
    // oxlint-disable-next-line no-control-regex -- control characters are what this takes out
    .replaceAll(/[\u0000-\u001F\u007F<>:"/\\|?*]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 80)
  return `${stem || 'repaint'}.${extensions[type as ImageMime] ?? 'png'}`
}

/** Hands a file to the browser to be saved. */
export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
