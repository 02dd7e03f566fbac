import type { PackedRegion } from '../mask/pack-region.ts'
import type { Finder } from '../store/editor-state.ts'
import type { EditorStore } from '../store/editor-store.ts'
import { createObjectModel } from './object-model.ts'
import type { PicturePixels, Seen } from './picture-pixels.ts'
import type { PixelsRequest } from './pixels-protocol.ts'
import type { Prompt } from './segmenter.ts'

/** Finds objects in what is seen: by the networks, or by colours where they cannot run. */
export interface ObjectsFinder {
  /** Loads the networks, if all of them is here or somebody said so, and lets them look at a picture. */
  prepare(picture: Seen): Promise<void>
  /** Whether it can find something in the picture that it was prepared for. */
  isReady(): boolean
  /** Whether it is worth asking what a click would select. */
  isQuick(picture: Seen): boolean
  find(prompt: Prompt): Promise<PackedRegion>
  /** What a click would select, as the networks answer. */
  preview(prompt: Prompt): Promise<Float32Array>
  /** Goes on by colours from here. */
  giveUp(reason: 'LOAD_FAILED' | 'RUN_FAILED'): void
  close(): void
}

/** @param pixels has the picture that is looked at */
export function createObjectsFinder(store: EditorStore, pixels: PicturePixels): ObjectsFinder {
  const model = createObjectModel()
  let lookedAt: string | undefined
  let hasLoaded = false
  const now = () => store.getState().session.finder
  const show = (finder: Finder) => store.getState().actions.setFinder(finder)

  const giveUp: ObjectsFinder['giveUp'] = (reason) => {
    model.release()
    hasLoaded = false
    lookedAt = undefined
    show({ kind: 'BY_COLOUR', reason })
  }
  const load = async (): Promise<void> => {
    if (hasLoaded) return
    const tell = (share: number) => show({ kind: 'LOADING', share })
    tell(0)
    await model.load(tell)
    hasLoaded = true
  }
  const look = async ({ key }: Seen): Promise<void> => {
    if (lookedAt === key) return
    show({ kind: 'LOOKING' })
    const small = await pixels.ask({ kind: 'SMALL' })
    if (small.kind === 'SMALL') await model.look(small)
    lookedAt = key
  }
  const select = async (request: PixelsRequest): Promise<PackedRegion> => {
    const result = await pixels.ask(request)
    return result.kind === 'SELECTED' ? result.region : 'EMPTY'
  }
  const prepare = async (picture: Seen): Promise<void> => {
    if (now().kind === 'OFF') {
      const bytes = await model.missingBytes().catch(() => Number.NaN)
      if (Number.isNaN(bytes)) return giveUp('RUN_FAILED')
      // Somebody may have said meanwhile what is to be done.
      if (now().kind === 'OFF' && bytes > 0) show({ kind: 'ASKING', bytes })
    }
    if (now().kind === 'ASKING' || now().kind === 'BY_COLOUR') return undefined
    try {
      await load()
    } catch {
      return giveUp('LOAD_FAILED')
    }
    try {
      await look(picture)
      show({ kind: 'READY' })
    } catch {
      giveUp('RUN_FAILED')
    }
    return undefined
  }
  return {
    prepare,
    giveUp,
    isReady: () => now().kind === 'READY' || now().kind === 'BY_COLOUR',
    isQuick: ({ key }) => now().kind === 'READY' && lookedAt === key,
    async find(prompt) {
      if (now().kind === 'BY_COLOUR') return select({ kind: 'FOLLOW', prompt })
      show({ kind: 'FINDING' })
      const logits = await model.find(prompt, false)
      const region = await select({ kind: 'REFINE', logits })
      show({ kind: 'READY' })
      return region
    },
    preview: (prompt) => model.find(prompt, true),
    close() {
      if (now().kind !== 'BY_COLOUR') show({ kind: 'OFF' })
      model.release()
    },
  }
}
