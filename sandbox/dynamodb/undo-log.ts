import { open, readFile, rm } from 'node:fs/promises'
import * as z from 'zod'
import type { Engine } from './engine.ts'

/** An item as it was before a transaction touched it. */
export type Before = {
  readonly table: string
  readonly key: Readonly<Record<string, unknown>>
  readonly item: Readonly<Record<string, unknown>> | undefined
}

const beforeSchema = z.array(
  z.object({
    table: z.string(),
    key: z.record(z.string(), z.unknown()),
    item: z.record(z.string(), z.unknown()).optional(),
  }),
)

/** Makes a transaction whole or void, also when the process ends in the middle of it. */
export interface UndoLog {
  /** Notes on the disk how to undo what follows. */
  begin(before: readonly Before[]): Promise<void>
  /** The transaction is whole: the note is no longer needed. */
  commit(): Promise<void>
  /** Puts back what the note says; harmless without one. */
  rollBack(): Promise<void>
}

export function createUndoLog(path: string, engine: Engine): UndoLog {
  return {
    async begin(before) {
      const handle = await open(path, 'w', 0o600)
      try {
        await handle.writeFile(`${JSON.stringify(before)}\n`)
        await handle.sync()
      } finally {
        await handle.close()
      }
    },
    commit: () => rm(path, { force: true }),
    async rollBack() {
      for (const { table, key, item } of await readNote(path)) {
        await (item
          ? engine.run('PutItem', { TableName: table, Item: item })
          : engine.run('DeleteItem', { TableName: table, Key: key }))
      }
      await rm(path, { force: true })
    },
  }
}

/** A note without its end was never finished, so nothing was changed after it. */
async function readNote(path: string): Promise<z.infer<typeof beforeSchema>> {
  try {
    const text = await readFile(path, 'utf8')
    return text.endsWith('\n') ? beforeSchema.parse(JSON.parse(text)) : []
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
