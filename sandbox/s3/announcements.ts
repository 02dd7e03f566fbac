import { randomUUID } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder, readJson, writeJson } from './files.ts'
import { type ObjectEvent, objectEventSchema } from './notifications.ts'
import type { ObjectStore } from './object-store.ts'

/** Changes of a bucket's objects that others hear of. */
export interface Announcements {
  /**
   * Runs `change` and sends its event, unless it gives `false`. When the process ends between the
   * two, the next one sends the event: once more at worst, as S3 may, but not never.
   * @returns what `change` gives
   */
  announce<T>(event: ObjectEvent, change: () => Promise<T>): Promise<T>
}

/**
 * Opens the bucket's folder of events under way, and sends those of an earlier run whose change
 * came about.
 * @param options.isHeard whether anybody wants to know of an event
 * @param options.send resolves when those who listen have the event; never rejects
 */
export async function openAnnouncements(options: {
  folder: string
  objects: Pick<ObjectStore, 'read'>
  isHeard: (event: ObjectEvent) => boolean
  send: (event: ObjectEvent) => Promise<void>
}): Promise<Announcements> {
  const { objects, isHeard, send } = options
  const folder = join(options.folder, 'events')
  const staging = join(options.folder, 'event-staging')
  await rm(staging, { recursive: true, force: true })
  await makeFolder(folder)
  await makeFolder(staging)
  for (const name of await readdir(folder)) {
    const event = objectEventSchema.parse(await readJson(join(folder, name)))
    const present = await objects.read(event.key)
    const isDone = event.created ? present?.etag === event.created.etag : !present
    if (isDone) await send(event)
    await rm(join(folder, name), { force: true })
  }
  return {
    async announce(event, change) {
      if (!isHeard(event)) return await change()
      const note = join(folder, `${randomUUID()}.json`)
      await writeJson(staging, note, event)
      try {
        const result = await change()
        if (result !== false) await send(event)
        return result
      } finally {
        await rm(note, { force: true })
      }
    },
  }
}
