import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { type Export, exportSchema } from '#domain/export/export.ts'
import { type ExportRequest, parseExportRequest } from '#domain/export/request.ts'
import type { PictureId } from '#domain/ids.ts'
import { withoutNulls } from '#domain/nulls.ts'
import { fetchExport, sendCancelExport, sendExport } from './api.ts'
import { client } from './client.ts'
import { type ExportEdges, watchExport } from './export-watch.ts'
import { linkToSave } from './objects.ts'
import { isPictureReady } from './picture-ready.ts'

/** A file that was made, and a link by which the browser saves it. */
export type SavableFile = { readonly record: Export; readonly link: string }

/** Makes exports one at a time; `progress` is from 0 to 1 while one is made. */
export function useExport() {
  const [progress, setProgress] = useState(0)
  const abort = useRef<AbortController>(undefined)
  const run = useMutation({
    mutationFn: async (of: {
      request: ExportRequest
      nameOf: (record: Export) => string
    }): Promise<SavableFile> => {
      abort.current = new AbortController()
      setProgress(0)
      const { signal } = abort.current
      const request = parseExportRequest(of.request)
      await untilReady(request.pictureId, signal)
      const record = await watchExport(edges, request, { onProgress: setProgress, signal })
      return { record, link: await linkToSave(record.key ?? '', of.nameOf(record)) }
    },
  })
  return { run, progress, cancel: () => abort.current?.abort() }
}

/** How often a picture on its way is looked for, and how long at most; the server then says why not. */
const lookMs = 500
const maxLooks = 1_200

/** A picture can be seen, and its download pressed, before the server has it. */
async function untilReady(pictureId: PictureId, signal: AbortSignal): Promise<void> {
  for (let looks = 0; looks < maxLooks && !signal.aborted; looks += 1) {
    if (await isPictureReady(pictureId)) return
    await edges.pause(lookMs, signal)
  }
}

const edges: ExportEdges = {
  ask: sendExport,
  fetch: fetchExport,
  cancel: sendCancelExport,
  listen(next) {
    const subscription = client.models.Export.onUpdate().subscribe({
      next: (record) => {
        const parsed = exportSchema.safeParse(withoutNulls(record))
        if (parsed.success) next(parsed.data)
      },
      // The record is read every few seconds as well.
      error: () => undefined,
    })
    return () => subscription.unsubscribe()
  },
  pause: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    }),
}
