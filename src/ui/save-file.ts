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
