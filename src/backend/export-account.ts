/** An export of all that a person has, as one zip: records and files. */
import { useMutation } from '@tanstack/react-query'
import { makeZip } from 'client-zip'
import { useRef, useState } from 'react'
import * as z from 'zod'
import { AppError } from '#domain/errors.ts'
import type { UserId } from '#domain/ids.ts'
import { client } from './client.ts'
import { dataOf, toAppError } from './errors.ts'
import {
  type ExportedRecord,
  type ExportedRecords,
  entriesOf,
  filesOf,
  sizeOf,
} from './export-files.ts'
import { chooseTarget, tooLarge } from './export-target.ts'
import { openObject } from './objects.ts'
import { currentPerson } from './session.ts'

const pageSize = 500
/** 200,000 records of a kind: as many as a person can store objects. */
const maxPages = 400

type Page = {
  data: unknown
  errors?: readonly unknown[] | undefined
  nextToken?: string | null | undefined
}

const rowsSchema = z.array(z.record(z.string(), z.unknown()))

export type ExportProgress = { readonly done: number; readonly of: number }

/** Exports at a click; `progress` counts files, once they are known. */
export function useExportAccount() {
  const [progress, setProgress] = useState<ExportProgress>()
  const abort = useRef<AbortController>(undefined)
  const run = useMutation({
    mutationFn: async () => {
      abort.current = new AbortController()
      setProgress(undefined)
      return exportAccount(abort.current.signal, setProgress)
    },
  })
  return { run, progress, cancel: () => abort.current?.abort() }
}

/**
 * @returns whether it was saved: not when the person chose no place, or stopped it
 * @throws AppError UNSUPPORTED when it is more than this browser can save
 */
async function exportAccount(
  signal: AbortSignal,
  onProgress: (progress: ExportProgress) => void,
): Promise<boolean> {
  const day = new Date().toISOString().slice(0, 10)
  const target = await chooseTarget(`repaint-${day}.zip`)
  if (!target) return false
  try {
    const { id } = await currentPerson()
    const records = await readRecords(id, signal)
    const files = filesOf(records)
    if (sizeOf(files) > target.maxBytes) throw tooLarge()
    onProgress({ done: 0, of: files.length })
    const entries = entriesOf(records, {
      files,
      open: (key) => openObject(key, signal),
      onFile: (done) => onProgress({ done, of: files.length }),
    })
    await target.write(makeZip(entries), signal)
    return true
  } catch (error) {
    if (signal.aborted) return false
    throw toAppError(error)
  }
}

async function readRecords(owner: UserId, signal: AbortSignal): Promise<ExportedRecords> {
  const { Document, Generation, Picture, Usage } = client.models
  return {
    pictures: await readAll(signal, (page) => Picture.picturesByOwner({ owner }, page)),
    history: await readAll(signal, (page) => Generation.generationsByOwner({ owner }, page)),
    documents: await readAll(signal, (page) => Document.documentsByOwner({ owner }, page)),
    usage: await readAll(signal, (page) => Usage.usageByOwner({ owner }, page)),
  }
}

async function readAll(
  signal: AbortSignal,
  read: (page: { limit: number; nextToken?: string }) => Promise<Page>,
): Promise<ExportedRecord[]> {
  const rows: ExportedRecord[] = []
  let nextToken: string | undefined
  for (let page = 0; page < maxPages; page += 1) {
    signal.throwIfAborted()
    const answer = await read({ limit: pageSize, ...(nextToken !== undefined && { nextToken }) })
    for (const row of rowsSchema.parse(dataOf(answer))) rows.push(recordOf(row))
    nextToken = answer.nextToken ?? undefined
    if (nextToken === undefined) return rows
  }
  throw new AppError('UNSUPPORTED', { key: 'tooManyRecords' })
}

/** The client adds functions to a record, which load what belongs to it. */
function recordOf(row: ExportedRecord): ExportedRecord {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => typeof value !== 'function'))
}
