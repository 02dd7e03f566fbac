import { useMutation, useQueries, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { DocumentRecord } from '#domain/document/document.ts'
import type { Generation } from '#domain/generation/generation.ts'
import type { GenerationId, PictureId } from '#domain/ids.ts'
import type { Picture } from '#domain/picture/picture.ts'
import {
  fetchGeneration,
  fetchGenerations,
  fetchModelStates,
  fetchPicture,
  fetchPictures,
  sendCancel,
  sendDeleteAccount,
  sendPictureChange,
} from './api.ts'
import { listed, withOlder } from './collection.ts'
import { uprightFile } from './decode-picture.ts'
import { noteModelStates } from './deployment.ts'
import { type Proof, withFreshSignIn } from './fresh-sign-in.ts'
import { readOrRecall } from './kept-records.ts'
import { loadObject } from './objects.ts'
import { collections, known, noteSeen, queryClient } from './records-cache.ts'
import {
  confirmSecondFactor,
  hasSecondFactor,
  proposeSecondFactor,
  removeSecondFactor,
} from './second-factor.ts'
import { changePassword, currentPerson, leave } from './session.ts'

const dayMs = 86_400_000

/** Who is signed in; asked once. */
export function usePerson() {
  return useQuery({ queryKey: ['person'], queryFn: currentPerson })
}

async function ownerId() {
  const person = await queryClient.ensureQueryData({ queryKey: ['person'], queryFn: currentPerson })
  return person.id
}

/** The history, newest first, kept live; `loadOlder` reads the next page. */
export function useGenerations() {
  const query = useQuery({
    queryKey: collections.generations,
    queryFn: async () => readOrRecall('generations', await ownerId()),
    networkMode: 'always',
  })
  const older = useMutation({ mutationFn: loadOlderGenerations })
  const records = useMemo(() => listed<Generation>(query.data), [query.data])
  return { query, older, records, hasOlder: Boolean(query.data?.nextToken) }
}

/** What is known of one job: its record, that there is none, or nothing yet. */
export type KnownJob = Generation | 'NONE' | undefined

/**
 * The records of these jobs, kept live. Those that are older than the history that was read are asked
 * for one by one.
 * @param isElsewhere jobs that the server need not know yet
 */
export function useJobs(
  ids: readonly GenerationId[],
  isElsewhere: (id: GenerationId) => boolean,
): ReadonlyMap<GenerationId, KnownJob> {
  const { query } = useGenerations()
  const byId = query.data?.byId
  const missing = byId ? ids.filter((id) => !byId[id] && !isElsewhere(id)) : []
  const fetched = useQueries({
    queries: missing.map((id) => ({
      queryKey: ['generation', id],
      queryFn: async () => (await fetchGeneration(id)) ?? null,
    })),
    combine: dataOf,
  })
  return useMemo(() => {
    const found = new Map<GenerationId, KnownJob>()
    for (const id of ids) {
      const at = missing.indexOf(id)
      const record = byId?.[id] ?? (at < 0 ? undefined : fetched[at])
      found.set(id, record === null ? 'NONE' : record)
    }
    return found
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `missing` follows from the others
  }, [ids, byId, fetched])
}

/** One function for all calls: a new one would make its result new each time. */
function dataOf(results: readonly { data: Generation | null | undefined }[]) {
  return results.map(({ data }) => data)
}

/** The person's pictures, newest first, kept live; `loadOlder` reads the next page. */
export function usePictures() {
  const query = useQuery({
    queryKey: collections.pictures,
    queryFn: async () => readOrRecall('pictures', await ownerId()),
    networkMode: 'always',
  })
  const older = useMutation({ mutationFn: loadOlderPictures })
  const records = useMemo(() => listed<Picture>(query.data), [query.data])
  return { query, older, records, hasOlder: Boolean(query.data?.nextToken) }
}

/** All of the person's documents, those in the trash too, kept live. */
export function useDocuments() {
  const query = useQuery({
    queryKey: collections.documents,
    queryFn: async () => readOrRecall('documents', await ownerId()),
    networkMode: 'always',
  })
  const records = useMemo(() => listed<DocumentRecord>(query.data), [query.data])
  return { query, records }
}

async function loadOlderGenerations(): Promise<void> {
  const page = await fetchGenerations(await ownerId(), known('generations').nextToken)
  queryClient.setQueryData(collections.generations, withOlder(known('generations'), page))
}

async function loadOlderPictures(): Promise<void> {
  const page = await fetchPictures(await ownerId(), known('pictures').nextToken)
  queryClient.setQueryData(collections.pictures, withOlder(known('pictures'), page))
}

/** News of models, read once a day; those found gone are offered no more. */
export function useModelStates() {
  return useQuery({
    queryKey: ['models'],
    refetchInterval: dayMs,
    queryFn: async () => {
      const states = await fetchModelStates()
      noteModelStates(states)
      return states
    },
  })
}

/** The small picture of a picture, by its id; `undefined` asks for nothing. */
export function useThumbnail(id: PictureId | undefined) {
  const query = useQuery({
    queryKey: ['picture', id],
    enabled: id !== undefined,
    queryFn: async () => {
      const here = id && known('pictures').byId[id]
      const picture = here ?? (id && (await fetchPicture(id)))
      return picture?.thumbnailKey ?? picture?.previewKey ?? null
    },
  })
  const { url, error } = useObjectUrl(query.data ?? undefined)
  return {
    url,
    isMissing: id === undefined || query.data === null || query.isError || error !== null,
  }
}

/** Asks a job to stop. */
export function useCancelGeneration() {
  return useMutation({
    mutationFn: (id: GenerationId) => sendCancel(id),
    onSuccess: (generation) => noteSeen('generations', [generation]),
  })
}

/** Changes a picture's title or mark. */
export function useChangePicture() {
  return useMutation({
    mutationFn: (change: { id: PictureId; title?: string; favourite?: boolean }) =>
      sendPictureChange(change),
    onSuccess: (picture) => noteSeen('pictures', [picture]),
  })
}

/** Changes the password: `{ current, next }`. */
export function useChangePassword() {
  return useMutation({
    mutationFn: ({ current, next }: { current: string; next: string }) =>
      changePassword(current, next),
  })
}

/** Removes the account with all that it owns, given the password again, then signs out. */
export function useDeleteAccount() {
  return useMutation({
    mutationFn: async (proof: Proof) => {
      await withFreshSignIn(proof, sendDeleteAccount)
      await leave()
    },
  })
}

const secondFactorKey = ['second-factor'] as const

/** Whether sign-in asks this person for the code of an authenticator app. */
export function useSecondFactor() {
  return useQuery({ queryKey: secondFactorKey, queryFn: hasSecondFactor, staleTime: 0 })
}

/** A new secret for an authenticator app, made once as long as it is shown. */
export function useSecondFactorProposal() {
  return useQuery({
    queryKey: [...secondFactorKey, 'proposal'],
    queryFn: proposeSecondFactor,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })
}

/** Switches the second factor on by a code of it. */
export function useConfirmSecondFactor() {
  return useMutation({ mutationFn: (code: string) => confirmSecondFactor(code) })
}

/** Switches the second factor off, given the password and a code. */
export function useRemoveSecondFactor() {
  return useMutation({
    mutationFn: (proof: Proof) => withFreshSignIn(proof, removeSecondFactor),
  })
}

/** An object's bytes, from this device or the bucket; `undefined` asks for nothing. */
export function useObject(key: string | undefined) {
  return useQuery({
    queryKey: ['object', key],
    enabled: key !== undefined,
    queryFn: () => loadObject(key ?? ''),
    gcTime: 60_000,
    networkMode: 'always',
  })
}

/** An original may be turned; what we make ourselves never is. */
async function loadShown(key: string): Promise<Blob> {
  const blob = await loadObject(key)
  return key.startsWith('originals/') ? uprightFile(blob) : blob
}

/** The same, upright, as an address for `<img>`, let go when the component leaves. */
export function useObjectUrl(key: string | undefined) {
  const { data: blob, error } = useQuery({
    queryKey: ['shown', key],
    enabled: key !== undefined,
    queryFn: () => loadShown(key ?? ''),
    gcTime: 60_000,
    networkMode: 'always',
  })
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!blob) return undefined
    const made = URL.createObjectURL(blob)
    // oxlint-disable-next-line react/set-state-in-effect -- an address exists only between the two
    setUrl(made)
    return () => {
      setUrl(undefined)
      URL.revokeObjectURL(made)
    }
  }, [blob])
  return { url, error }
}
