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
