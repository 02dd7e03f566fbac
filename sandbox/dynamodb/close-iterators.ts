import type { LevelIterator, Store } from 'dynalite/db/index.js'

/**
 * Lets dynalite's streams close the iterators that they read. dynalite 4.0.0 ends them by a `return`
 * that iterators of abstract-level 3 do not have, so each query would keep one, with its view of the
 * database, until the end (`db/index.js`, `createValueStream`).
 */
export function closeIterators({ db }: Pick<Store, 'db'>): void {
  const closing = (open: (options?: object) => LevelIterator) => (options?: object) => {
    const iterator = open(options)
    return Object.assign(iterator, { return: () => iterator.close() })
  }
  db.keys = closing(db.keys.bind(db))
  db.values = closing(db.values.bind(db))
}
