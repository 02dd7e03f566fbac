import type { Page } from '../../amplify/store/records.ts'

type Row = { id: string; owner: string; revision: number }

/** Records in memory, with the conditions of the generated resolvers. */
export class FakeRecords<T extends Row> {
  readonly rows = new Map<string, T>()
  /** Called before each change: a chance for a test to be faster. */
  beforeChange: () => void = () => undefined

  get(id: string): Promise<T | undefined> {
    return Promise.resolve(this.rows.get(id))
  }

  create(row: T): Promise<boolean> {
    if (this.rows.has(row.id)) return Promise.resolve(false)
    this.rows.set(row.id, row)
    return Promise.resolve(true)
  }

  change(seen: T, change: object): Promise<T | undefined> {
    const before = this.beforeChange
    this.beforeChange = () => undefined
    before()
    const current = this.rows.get(seen.id)
    if (current?.revision !== seen.revision) return Promise.resolve(undefined)
    const merged = { ...current, ...change, revision: current.revision + 1 }
    const kept = Object.entries(merged).filter(([, value]) => value !== null && value !== undefined)
    const next = Object.fromEntries(kept) as T
    this.rows.set(seen.id, next)
    return Promise.resolve(next)
  }

  remove(id: string): Promise<boolean> {
    return Promise.resolve(this.rows.delete(id))
  }

  /** Pages of two, so that callers have to turn them; by id, so that removals shift nothing. */
  page(matches: (row: T) => boolean, cursor = ''): Promise<Page<T>> {
    const found = [...this.rows.values()]
      .filter((row) => matches(row) && row.id > cursor)
      .toSorted((left, right) => (left.id < right.id ? -1 : 1))
    const items = found.slice(0, 2)
    return Promise.resolve({ items, cursor: found.length > 2 ? items[1]?.id : undefined })
  }

  byOwner(owner: string, cursor?: string): Promise<Page<T>> {
    return this.page((row) => row.owner === owner, cursor)
  }
}
