import { appendFile, mkdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A log is moved aside at this size, so that a function's two files stay under twice of it. */
const maxBytes = 5_000_000
/** Lines kept in memory for the developer's page. */
const maxRecent = 500

export type FunctionLine = {
  readonly functionName: string
  readonly line: string
  readonly atMs: number
}

/** What the functions print: a file each, and the latest lines of all of them. */
export interface FunctionLog {
  append(functionName: string, line: string): void
  recent(): readonly FunctionLine[]
  /** Resolves when everything appended so far is written. */
  flush(): Promise<void>
}

/** @param dir folder for the files; made when it is missing */
export function createFunctionLog(dir: string): FunctionLog {
  const recent: FunctionLine[] = []
  let writing: Promise<void> = mkdir(dir, { recursive: true, mode: 0o700 }).then(() => undefined)

  async function write(functionName: string, line: string): Promise<void> {
    const path = join(dir, `${functionName}.log`)
    const size = await stat(path).then(
      (each) => each.size,
      () => 0,
    )
    if (size > maxBytes) await rename(path, `${path}.1`)
    await appendFile(path, `${line}\n`, { mode: 0o600 })
  }

  return {
    append(functionName, line) {
      recent.push({ functionName, line, atMs: Date.now() })
      if (recent.length > maxRecent) recent.shift()
      // A log that cannot be written must not stop the function that writes it.
      writing = writing.then(() => write(functionName, line)).catch(() => undefined)
    },
    recent: () => recent,
    flush: () => writing,
  }
}
