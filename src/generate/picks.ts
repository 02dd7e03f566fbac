import * as z from 'zod'
import { createStore, useStore } from 'zustand'
import { type PictureId, pictureIdSchema, type UserId } from '#domain/ids.ts'
import { operationSchema } from '#domain/operation/table.ts'
import type { Aim } from '../editor/store/aim.ts'

const storageKey = 'repaint.picks'

const pickSchema = z.object({
  id: pictureIdSchema,
  name: z.string().max(400),
  /** The key of its small rendition, or of the picture itself where there is none yet. */
  thumbnailKey: z.string().max(400),
})

const picksSchema = z.partialRecord(
  operationSchema.exclude(['ERASE']),
  z.array(pickSchema).max(10).catch([]),
)

/** Pictures are their owner's, and the next person at this device may be another. */
const storedSchema = z.object({ owner: z.string(), picks: picksSchema })

/** A picture chosen to guide a request, with what is needed to show it. */
export type PickedPicture = Readonly<z.infer<typeof pickSchema>>

type Picks = { readonly [Each in Aim]?: readonly PickedPicture[] | undefined }

const pickStore = createStore<Picks>(() => ({}))

/** Whose pictures they are; nothing is kept before that is known. */
let owner: UserId | undefined

/** The pictures picked for each aim, for a component. */
export function usePicks(): Picks {
  return useStore(pickStore)
}

/** @returns the pictures picked for each aim at the moment */
export function picksNow(): Picks {
  return pickStore.getState()
}

/** Picks these for an aim, in place of those picked before; kept on this device. */
export function setPicks(aim: Aim, pictures: readonly PickedPicture[]): void {
  change({ ...pickStore.getState(), [aim]: pictures })
}

/** Lets go of everything picked, here and on this device. */
export function clearPicks(): void {
  change({})
}

/** Lets go of pictures that are gone. */
export function dropPicks(isGone: (id: PictureId) => boolean): void {
  const picks = Object.entries(pickStore.getState())
  if (!picks.some(([, pictures]) => pictures?.some(({ id }) => isGone(id)))) return
  change(
    Object.fromEntries(
      picks.map(([aim, pictures]) => [aim, pictures?.filter(({ id }) => !isGone(id))]),
    ),
  )
}

/**
 * Brings back what this person had picked on this device; what is gone meanwhile is dropped.
 * @param isThere asked once of each picture
 */
export async function restorePicks(
  person: UserId,
  isThere: (id: PictureId) => Promise<boolean>,
): Promise<void> {
  owner = person
  const stored = readStored()
  if (stored?.owner !== person) return clearPicks()
  pickStore.setState(stored.picks, true)
  const ids = new Set(Object.values(stored.picks).flatMap((each) => each.map(({ id }) => id)))
  const found = await Promise.all([...ids].map(async (id) => [id, await isThere(id)] as const))
  const gone = new Set(found.filter(([, isFound]) => !isFound).map(([id]) => id))
  if (owner === person) dropPicks((id) => gone.has(id))
}

function change(picks: Picks): void {
  pickStore.setState(picks, true)
  if (owner) localStorage.setItem(storageKey, JSON.stringify({ owner, picks }))
}

function readStored(): z.infer<typeof storedSchema> | undefined {
  try {
    return storedSchema.safeParse(JSON.parse(localStorage.getItem(storageKey) ?? 'null')).data
  } catch {
    return undefined
  }
}
