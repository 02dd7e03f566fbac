import * as z from 'zod'
import { documentIdSchema, type UserId } from '#domain/ids.ts'
import { startHistory } from '../editor/document/history.ts'
import { readHistory, storeHistory } from '../editor/store/stored-history.ts'
import { savesSchema } from './sent-saves.ts'
import type { TabNews } from './sync-edges.ts'

const newsSchema = z.object({
  from: z.string(),
  id: documentIdSchema,
  revision: z.int(),
  kind: z.enum(['EDITED', 'SAVED']),
  number: z.int(),
  seen: z.record(z.string(), z.int()),
  base: z.unknown(),
  saves: savesSchema,
  history: z.unknown(),
})

/**
 * The tabs of this browser in which one person works.
 * @param onNews told what another tab did; what cannot be read, of another version, is left out
 */
export function openTabChannel(owner: UserId, onNews: (news: TabNews) => void) {
  const from: string = crypto.randomUUID()
  const channel = new BroadcastChannel(`repaint-documents-${owner}`)
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const news = newsSchema.safeParse(data).data
    const history = news && readHistory(news.history)
    if (history) onNews({ ...news, history, base: readHistory(news.base)?.present })
  })
  return {
    name: from,
    tell(news: Omit<TabNews, 'from'>): void {
      const base = news.base && storeHistory(startHistory(news.base))
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
      channel.postMessage({ ...news, from, base, history: storeHistory(news.history) })
    },
    close: () => channel.close(),
  }
}
