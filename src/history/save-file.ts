import { extensions, type ImageMime } from '#domain/object-key.ts'

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
  saveLink(url, name)
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/**
 * Lets the browser save what is behind a link.
 * @param name of the file, which a server's own answer overrules
 */
export function saveLink(url: string, name: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}
