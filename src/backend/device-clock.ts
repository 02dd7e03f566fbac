/** How wrong this device's clock is: signatures of uploads and downloads bear its time. */
import { useQuery } from '@tanstack/react-query'

/** AWS takes no signature that is a quarter of an hour wrong; that of a link counts from then on. */
const maxWrongMs = 14 * 60_000
const readEveryMs = 10 * 60_000

/**
 * How far this device's clock is ahead of the host's of the app, in milliseconds; behind, it is negative.
 * Read when the app opens, when the window comes to the front, and when the network is back.
 * @returns `undefined` where it is right enough, or not known
 */
export function useWrongClock(): number | undefined {
  const { data } = useQuery({
    queryKey: ['device-clock'],
    queryFn: readAhead,
    staleTime: ({ state }) => (isWrong(state.data) ? 0 : readEveryMs),
    refetchOnWindowFocus: true,
  })
  return isWrong(data) ? data : undefined
}

function isWrong(aheadMs: number | null | undefined): aheadMs is number {
  return typeof aheadMs === 'number' && Math.abs(aheadMs) > maxWrongMs
}

/** @returns `null` when the host does not say its time */
async function readAhead(): Promise<number | null> {
  const { headers } = await fetch('/', { method: 'HEAD', cache: 'no-store' })
  // What a cache on the way had is as old as it says.
  const hostMs = Date.parse(headers.get('date') ?? '') + 1_000 * Number(headers.get('age') ?? 0)
  return Number.isFinite(hostMs) ? Date.now() - hostMs : null
}
