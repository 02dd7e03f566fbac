/** Where an export goes: straight into a file where the browser can, else through memory. */
import { AppError } from '#domain/errors.ts'

/** Chromium's file picker, which TypeScript's library does not know. */
type Picker = (options: {
  suggestedName: string
}) => Promise<{ createWritable(): Promise<WritableStream<Uint8Array>> }>

/** A Blob of a zip lives in memory, or in the browser's own storage, until it is saved. */
const maxBlobBytes = 1_500_000_000

export interface ExportTarget {
  /** The most that can be written here, in bytes. */
  readonly maxBytes: number
  /**
   * Writes all of a stream. When it is aborted or fails, nothing is left behind.
   * @throws what the stream throws, AppError UNSUPPORTED past `maxBytes`
   */
  write(stream: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<void>
}

/**
 * Asks where to save, so it needs a person's click.
 * @returns `undefined` when the person thought better of it
 */
export async function chooseTarget(fileName: string): Promise<ExportTarget | undefined> {
  const pick = (globalThis as { showSaveFilePicker?: Picker }).showSaveFilePicker
  if (!pick) return throughMemory(fileName)
  try {
    const file = await pick({ suggestedName: fileName })
    return {
      maxBytes: Number.POSITIVE_INFINITY,
      // A writable that is aborted discards what it was given: the file appears when it is closed.
      write: async (stream, signal) => stream.pipeTo(await file.createWritable(), { signal }),
    }
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined
    throw error
  }
}

function throughMemory(fileName: string): ExportTarget {
  return {
    maxBytes: maxBlobBytes,
    async write(stream, signal) {
      const chunks: Uint8Array<ArrayBuffer>[] = []
      let size = 0
      const collect = new WritableStream<Uint8Array>({
        write(chunk) {
          size += chunk.length
          if (size > maxBlobBytes) throw tooLarge()
          chunks.push(Uint8Array.from(chunk))
        },
      })
      await stream.pipeTo(collect, { signal })
      save(new Blob(chunks, { type: 'application/zip' }), fileName)
    },
  }
}

/** @returns the refusal of an export that this browser cannot carry */
export function tooLarge(): AppError {
  return new AppError('UNSUPPORTED', { key: 'saveTooLarge' })
}

function save(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
