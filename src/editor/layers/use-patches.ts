import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { loadObject } from '../../backend/objects.ts'
import { createPatchCache } from './patch-cache.ts'
import { decodeInWorker } from './patch-client.ts'
import type { PatchImage } from './patch-image.ts'

/** Decoded patches by their key. */
export type PatchImages = ReadonlyMap<string, PatchImage>

/** A dozen edits of a megapixel, the reach of a few steps of undo. */
const maxIdleBytes = 64_000_000
/** A canvas may still draw in this frame what React let go of. */
const afterDrawingMs = 1000

const patchCache = createPatchCache({
  load: loadObject,
  decode: decodeInWorker,
  maxIdleBytes,
  later: (step) => void setTimeout(step, afterDrawingMs),
})

/**
 * The patches of these layers, as far as they are here; loads those that are not.
 * @returns also whether some are on their way, and why one could not be loaded
 */
export function usePatches(layers: readonly { readonly patchKey: string }[]) {
  const joined = [...new Set(layers.map(({ patchKey }) => patchKey))].join('\n')
  const keys = useMemo(() => (joined === '' ? [] : joined.split('\n')), [joined])
  useEffect(() => patchCache.hold(keys), [keys])
  const entries = useStore(patchCache.store)
  return useMemo(() => {
    const images = new Map<string, PatchImage>()
    let error: unknown
    for (const key of keys) {
      const entry = entries[key]
      if (entry?.kind === 'READY') images.set(key, entry.image)
      if (entry?.kind === 'FAILED') error ??= entry.error
    }
    const isLoading = error === undefined && images.size < keys.length
    return { images, isLoading, error, retry: patchCache.retry }
  }, [keys, entries])
}
