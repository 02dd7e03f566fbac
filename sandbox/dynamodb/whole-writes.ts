import { callbackify } from 'node:util'
import type { Change, Store, SubStore } from 'dynalite/db/index.js'

/** A view of the database whose writes go to the disk together, or not at all. */
export interface WholeWrites {
  readonly store: Store
  /** Writes what was noted so far as one step. */
  commit(): Promise<void>
}

/**
 * dynalite writes the indexes of an item and then the item itself, each on its own: a crash in
 * between would leave them apart for ever. Here the writes are noted and done in one batch.
 * @param until `item` writes with each item, while dynalite still holds the item's lock; `commit`
 *   waits for the call, for work that runs alone
 */
export function noteWrites(store: Store, until: 'item' | 'commit'): WholeWrites {
  let changes: Change[] = []
  const commit = async () => {
    const batch = changes
    changes = []
    if (batch.length > 0) await store.db.batch(batch)
  }
  const noting = (real: SubStore, prefix: string, isItem: boolean): SubStore => {
    const note = (change: Change, callback: (error: unknown) => void) => {
      changes.push(change)
      if (isItem && until === 'item') callbackify(commit)(callback)
      else callback(null)
    }
    return {
      ...real,
      put: (key, value, callback) => note({ type: 'put', key: prefix + key, value }, callback),
      del: (key, callback) => note({ type: 'del', key: prefix + key }, callback),
    }
  }
  // The prefixes are those of dynalite 4.0.0, `db/index.js`.
  return {
    commit,
    store: {
      ...store,
      getItemDb: (table) => noting(store.getItemDb(table), `item-${table}~`, true),
      getIndexDb: (type, table, index) =>
        noting(
          store.getIndexDb(type, table, index),
          `index-${type.toLowerCase()}~${table}~${index}~`,
          false,
        ),
    },
  }
}

/** Removes a table with its rows and indexes, whatever state it is in. */
export async function eraseTable(store: Store, name: string): Promise<void> {
  const prefixes = [
    `item-${name}~`,
    `tag-${name}~`,
    `index-local~${name}~`,
    `index-global~${name}~`,
  ]
  for (const prefix of prefixes) await store.db.clear({ gte: prefix, lt: `${prefix}\u{ffff}` })
  // Last: until then the next start knows that there is something to remove.
  await store.db.batch([{ type: 'del', key: `table~${name}` }])
}
