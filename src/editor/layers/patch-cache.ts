import { createStore, type StoreApi } from 'zustand/vanilla'
import { closePatch, type PatchImage } from './patch-image.ts'

/** A patch on its way, here, or why it is not. */
type Entry =
  | { readonly kind: 'LOADING' }
  | { readonly kind: 'READY'; readonly image: PatchImage }
  | { readonly kind: 'FAILED'; readonly error: unknown }

/** Patches by the key of their file. */
export type PatchEntries = Readonly<Record<string, Entry>>

/** The decoded patches of this page. What is shown is held; of the rest the newest stay, for undo. */
export interface PatchCache {
  readonly store: StoreApi<PatchEntries>
  /** Loads these, and keeps them until the returned function is called. */
  hold(keys: readonly string[]): () => void
  /** Loads again what failed. */
  readonly retry: () => void
}

export type PatchCacheEdges = {
  readonly load: (key: string) => Promise<Blob>
  readonly decode: (file: Blob) => Promise<PatchImage>
  /** How many bytes of patches that nobody shows may stay. */
  readonly maxIdleBytes: number
  /** Runs a step when what is drawn in this frame is done. */
  readonly later: (step: () => void) => void
}

export function createPatchCache(edges: PatchCacheEdges): PatchCache {
  const store = createStore<PatchEntries>(() => ({}))
  const holders = new Map<string, number>()
  /** Keys that nobody holds, the longest unused first. */
  const idle = new Set<string>()

  const set = (key: string, entry: Entry) => store.setState({ [key]: entry })
  const drop = (key: string) => {
    idle.delete(key)
    const { [key]: dropped, ...rest } = store.getState()
    store.setState(rest, true)
    if (dropped?.kind === 'READY') edges.later(() => closePatch(dropped.image))
  }
  const trim = () => {
    let bytes = 0
    for (const key of [...idle].toReversed()) {
      const entry = store.getState()[key]
      bytes += entry?.kind === 'READY' ? bytesOf(entry.image) : 0
      if (entry?.kind !== 'READY' || bytes > edges.maxIdleBytes) drop(key)
    }
  }
  const load = async (key: string): Promise<void> => {
    set(key, { kind: 'LOADING' })
    try {
      const image = await edges.decode(await edges.load(key))
      // Let go meanwhile, and perhaps asked for anew.
      if (store.getState()[key]?.kind !== 'LOADING') return closePatch(image)
      set(key, { kind: 'READY', image })
    } catch (error) {
      if (store.getState()[key]?.kind === 'LOADING') set(key, { kind: 'FAILED', error })
    }
  }
  const release = (key: string) => {
    const left = (holders.get(key) ?? 1) - 1
    if (left > 0) return holders.set(key, left)
    holders.delete(key)
    return idle.add(key)
  }

  return {
    store,
    hold(keys) {
      for (const key of keys) {
        holders.set(key, (holders.get(key) ?? 0) + 1)
        idle.delete(key)
        const entry = store.getState()[key]
        if (!entry || entry.kind === 'FAILED') void load(key)
      }
      return () => {
        for (const key of keys) release(key)
        // Who lets go often takes up most of it again at once.
        edges.later(trim)
      }
    },
    retry() {
      for (const [key, { kind }] of Object.entries(store.getState())) {
        if (kind === 'FAILED') void load(key)
      }
    },
  }
}

function bytesOf({ over, weight }: PatchImage): number {
  return 4 * over.width * over.height * (weight ? 2 : 1)
}
