import { createStore, del, entries, get, set, type UseStore, update } from 'idb-keyval'
import type * as z from 'zod'

/** A small keyed store on this device. Reading skips, and forgets, what no longer parses. */
export interface LocalStore<T> {
  get(key: string): Promise<T | undefined>
  set(key: string, value: T): Promise<void>
  remove(key: string): Promise<void>
  all(): Promise<readonly (readonly [string, T])[]>
}

/** One that several tabs add to. */
export interface SharedStore<T> extends LocalStore<T> {
  /** Puts what `next` makes of a record in its place; no other tab writes in between. */
  change(key: string, next: (before: T | undefined) => T): Promise<void>
}

/** @param name of the IndexedDB database; one database a kind of record */
export function openLocalStore<T>(name: string, schema: z.ZodType<T>): SharedStore<T> {
  let opened: UseStore | undefined
  const store = () => (opened ??= createStore(name, 'entries'))
  return {
    async get(key) {
      return schema.safeParse(await get(key, store())).data
    },
    set: (key, value) => set(key, value, store()),
    change: (key, next) => update(key, (before) => next(schema.safeParse(before).data), store()),
    remove: (key) => del(key, store()),
    async all() {
      const found: (readonly [string, T])[] = []
      for (const [key, value] of await entries<string, unknown>(store())) {
        const parsed = schema.safeParse(value)
        if (parsed.success) found.push([key, parsed.data])
        else await del(key, store())
      }
      return found
    },
  }
}
