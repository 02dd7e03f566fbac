/**
 * Two browser classes that aws-amplify 6.22 uses without asking whether they exist: its realtime
 * client needs WebSocket (Node has it from 22 on), its multipart upload reads blobs by FileReader.
 */
export async function provideBrowserClasses(): Promise<void> {
  if (!('WebSocket' in globalThis)) {
    const { WebSocket } = await import('ws')
    Object.assign(globalThis, { WebSocket })
  }
  if (!('FileReader' in globalThis)) Object.assign(globalThis, { FileReader: BlobReader })
}

/** The part of FileReader that reads a blob into an ArrayBuffer. */
class BlobReader {
  result: ArrayBuffer | null = null
  onload: (() => void) | null = null
  onerror: ((cause: unknown) => void) | null = null
  onabort: (() => void) | null = null

  readAsArrayBuffer(blob: Blob): void {
    blob.arrayBuffer().then(
      (buffer) => {
        this.result = buffer
        this.onload?.()
      },
      (cause: unknown) => this.onerror?.(cause),
    )
  }
}
