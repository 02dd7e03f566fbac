import type { PackedRegion } from '../mask/pack-region.ts'
import type { EditorStore } from '../store/editor-store.ts'
import type { Pick } from '../tools/pick-tool.ts'
import type { ObjectsFinder } from './finder.ts'
import type { PicturePixels, Seen } from './picture-pixels.ts'
import type { PixelsRequest } from './pixels-protocol.ts'
import { commit, promptOf, sayWith } from './said.ts'

export type Pointed = Pick & { readonly tool: 'OBJECT' | 'WAND' }

/** Selections in the picture whose pixels are held, each a change of the mask. */
export interface Selections {
  /** @param isCurrent whether the picture is still the one that was pointed at */
  pointed(pointed: Pointed, picture: Seen, isCurrent: () => boolean): Promise<void>
  /** A mask from a file, or what is transparent. */
  whole(source: File | 'TRANSPARENCY'): Promise<void>
}

export function createSelections(edges: {
  readonly store: EditorStore
  readonly pixels: PicturePixels
  readonly finder: ObjectsFinder
}): Selections {
  const { store, pixels, finder } = edges
  const session = () => store.getState().session
  const select = async (request: PixelsRequest): Promise<PackedRegion> => {
    const result = await pixels.ask(request)
    return result.kind === 'SELECTED' ? result.region : 'EMPTY'
  }
  return {
    async pointed(pointed, picture, isCurrent) {
      const { tool, point, mode } = pointed
      if (tool === 'WAND') {
        const { x, y } = point
        return commit(store, await select({ kind: 'WAND', x, y, wand: session().wand }), { mode })
      }
      const said = sayWith(store, pointed)
      const region = await finder.find(promptOf(said, picture.canvas))
      return isCurrent() ? commit(store, region, said) : undefined
    },
    async whole(source) {
      store.getState().actions.selectFrom(undefined)
      const region =
        source === 'TRANSPARENCY'
          ? await select({ kind: 'TRANSPARENCY' })
          : await select({ kind: 'FILE', bitmap: await createImageBitmap(source) })
      commit(store, region, { mode: session().mode })
    },
  }
}
