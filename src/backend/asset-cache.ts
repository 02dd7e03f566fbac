import * as z from 'zod'
import { type LocalStore, openLocalStore } from './local-store.ts'

/** Images kept on this device, by object key: what was loaded, and uploads still on their way. */
const cacheLimitBytes = 400_000_000

const assetSchema = z.object({ sizeBytes: z.number(), usedAtMs: z.number(), isPinned: z.boolean() })

/** What is known of a kept image; a pinned one is never evicted. */
export type Asset = z.infer<typeof assetSchema>

export interface AssetCache {
  get(key: string): Promise<Blob | undefined>
  /** Keeps an image, and lets the longest unused go when there are too many bytes. */
  put(key: string, blob: Blob, options?: { isPinned: boolean }): Promise<void>
  unpin(key: string): Promise<void>
  /** Forgets every image that is not pinned: when a person signs out. */
  clear(): Promise<void>
}

/**
 * Chooses what to let go, the longest unused first, until the rest fits.
 * @returns keys; never a pinned one
 */
export function toEvict(
  assets: readonly (readonly [string, Asset])[],
  limitBytes: number,
): readonly string[] {
  let excess = assets.reduce((sum, [, asset]) => sum + asset.sizeBytes, 0) - limitBytes
  const evicted: string[] = []
  const loose = assets.filter(([, asset]) => !asset.isPinned)
  for (const [key, asset] of loose.toSorted(([, a], [, b]) => a.usedAtMs - b.usedAtMs)) {
    if (excess <= 0) break
    evicted.push(key)
    excess -= asset.sizeBytes
  }
  return evicted
}

/** @param stores where blobs and what is known of them are kept */
export function createAssetCache(
  stores: { blobs: LocalStore<Blob>; index: LocalStore<Asset> },
  options: { limitBytes: number; now: () => number },
): AssetCache {
  const { blobs, index } = stores
  const forget = async (key: string) => {
    await blobs.remove(key)
    await index.remove(key)
  }
  return {
    async get(key) {
      const [blob, asset] = await Promise.all([blobs.get(key), index.get(key)])
      if (blob && asset) await index.set(key, { ...asset, usedAtMs: options.now() })
      return blob
    },
    async put(key, blob, { isPinned } = { isPinned: false }) {
      const known = await index.get(key)
      await blobs.set(key, blob)
      await index.set(key, {
        sizeBytes: blob.size,
        usedAtMs: options.now(),
        isPinned: isPinned || (known?.isPinned ?? false),
      })
      for (const each of toEvict(await index.all(), options.limitBytes)) await forget(each)
    },
    async unpin(key) {
      const asset = await index.get(key)
      if (asset) await index.set(key, { ...asset, isPinned: false })
    },
    async clear() {
      for (const [key, asset] of await index.all()) if (!asset.isPinned) await forget(key)
    },
  }
}

/** The cache of this device. */
export const assetCache = createAssetCache(
  {
    blobs: openLocalStore('repaint-assets', z.instanceof(Blob)),
    index: openLocalStore('repaint-asset-index', assetSchema),
  },
  { limitBytes: cacheLimitBytes, now: Date.now },
)
