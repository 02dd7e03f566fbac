/** The parts of dynalite 4.0.0 that the engine uses; the package has no types of its own. */
declare module 'dynalite/db/index.js' {
  type Failure = Error & { statusCode?: number; body?: Record<string, unknown> }

  export type Change =
    | { readonly type: 'put'; readonly key: string; readonly value: unknown }
    | { readonly type: 'del'; readonly key: string }

  /** The items of one table, or one of its indexes. */
  export type SubStore = {
    put(key: string, value: unknown, callback: (error: unknown) => void): void
    del(key: string, callback: (error: unknown) => void): void
  }

  /** An iterator of abstract-level 3; it holds memory and a view of the database until it is closed. */
  export type LevelIterator = { close(): Promise<void>; return?: () => Promise<void> }

  export type Store = {
    readonly tableDb: { awsAccountId: string; awsRegion: string }
    readonly lifecycleManager: { gracefulClose(): Promise<void> }
    /** All of them, in LevelDB. */
    readonly db: {
      batch(changes: readonly Change[]): Promise<void>
      clear(range: { gte: string; lt: string }): Promise<void>
      keys(options?: object): LevelIterator
      values(options?: object): LevelIterator
    }
    getItemDb(table: string): SubStore
    getIndexDb(type: 'Local' | 'Global', table: string, index: string): SubStore
  }

  export function create(options: {
    path: string
    createTableMs: number
    deleteTableMs: number
    updateTableMs: number
  }): Store

  /** @param data an operation's input after validation, with its parsed condition */
  export function checkConditional(
    data: Record<string, unknown>,
    item: unknown,
  ): Failure | null | undefined
}

declare module 'dynalite/validations/index.js' {
  import type { Store } from 'dynalite/db/index.js'

  export function checkTypes(data: unknown, types: unknown): Record<string, unknown>
  export function checkValidations(
    ...of: [data: Record<string, unknown>, types: unknown, custom: unknown, store: Store]
  ): void
}
