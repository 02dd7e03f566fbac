/**
 * What an export holds, and how it becomes the entries of a zip. Pure but for the reader of objects
 * that it is handed: one file at a time is open, so memory does not grow with what somebody has.
 */

/** A record as the API gives it, every field of it. */
export type ExportedRecord = Readonly<Record<string, unknown>>

export type ExportedRecords = {
  readonly pictures: readonly ExportedRecord[]
  readonly history: readonly ExportedRecord[]
  readonly documents: readonly ExportedRecord[]
  readonly usage: readonly ExportedRecord[]
}

/** An object of the export; `bytes` is 0 where no record says it. */
export type ExportedFile = { readonly key: string; readonly name: string; readonly bytes: number }

export type ZipEntry = { readonly name: string; readonly input: Response | string }

/**
 * Every original, mask, result, patch and document that a record names, once. Renditions can be made again and are
 * left out.
 */
export function filesOf({ pictures, history, documents }: ExportedRecords): ExportedFile[] {
  const outputs = history.flatMap((job) => listOf(job['outputs']))
  const named = [
    ...pictures.map(({ key, bytes }) => [key, bytes] as const),
    // Of an edit there is only what it owns.
    ...outputs.map(({ key, patchKey, bytes }) => [key ?? patchKey, bytes] as const),
    ...history.map(({ maskKey, maskBytes }) => [maskKey, maskBytes] as const),
    ...documents.map(({ key }) => [key, 0] as const),
  ]
  const files = new Map<string, ExportedFile>()
  for (const [key, bytes] of named) {
    if (typeof key !== 'string' || files.has(key)) continue
    files.set(key, { key, name: nameOf(key), bytes: typeof bytes === 'number' ? bytes : 0 })
  }
  return [...files.values()]
}

/** @returns how many bytes the files have, as far as records say */
export function sizeOf(files: readonly ExportedFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0)
}

/**
 * The entries one by one: the records as JSON, then the files. One that is not stored any more is
 * named in `missing.json`.
 * @param of `open` gives an object's bytes as they come, `undefined` when there is none; `onFile` is
 *   called with how many files are done
 * @throws what `open` throws
 */
export async function* entriesOf(
  records: ExportedRecords,
  of: {
    files: readonly ExportedFile[]
    open: (key: string) => Promise<Response | undefined>
    onFile: (done: number) => void
  },
): AsyncGenerator<ZipEntry> {
  for (const [name, rows] of Object.entries(records)) {
    yield { name: `${name}.json`, input: JSON.stringify(rows, null, 2) }
  }
  const missing: string[] = []
  for (const [index, { key, name }] of of.files.entries()) {
    const input = await of.open(key)
    if (input) yield { name, input }
    else missing.push(name)
    of.onFile(index + 1)
  }
  if (missing.length > 0) yield { name: 'missing.json', input: JSON.stringify(missing, null, 2) }
}

/** The key without its owner, who is the same for all: `results/{generation}/0.png`. */
function nameOf(key: string): string {
  const [prefix, , ...rest] = key.split('/')
  return [prefix, ...rest].join('/')
}

function listOf(value: unknown): ExportedRecord[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each) : []
}
