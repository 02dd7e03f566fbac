import { createStore, useStore } from 'zustand'
import type { PictureId } from '#domain/ids.ts'
import type { Aim } from '../editor/store/aim.ts'

/** A picture chosen to guide a request, with what is needed to show it. */
export type PickedPicture = {
  readonly id: PictureId
  readonly name: string
  /** Of its small rendition, or of the picture itself where there is none yet. */
  readonly thumbnailKey: string
}

type Picks = { readonly [Each in Aim]?: readonly PickedPicture[] }

/** Not kept over a reload: pictures are their owner's, and the next person here may be another. */
const pickStore = createStore<Picks>(() => ({}))

/** The pictures picked for each aim, for a component. */
export function usePicks(): Picks {
  return useStore(pickStore)
}

/** Picks these for an aim, in place of those picked before. */
export function setPicks(aim: Aim, pictures: readonly PickedPicture[]): void {
  pickStore.setState({ [aim]: pictures })
}

/** Lets go of everything picked. */
export function clearPicks(): void {
  pickStore.setState({}, true)
}
