/** What the person used and may still use; unknown rather than out of date. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { isFinal } from '#domain/generation/status.ts'
import type { Personal } from '#domain/usage/allowance.ts'
import type { Amount } from '#domain/usage/usage.ts'
import { fetchUsage } from './api.ts'
import { useLinkState } from './link.ts'
import { useGenerations, usePerson } from './queries.ts'
import { queryClient } from './records-cache.ts'

const usageKey = 'usage'
/** What a job did not use is given back a moment after its end is told. */
const settledMs = 3_000

/**
 * What was used in a UTC day and its month.
 * @param day as `2026-11-21`
 * @returns `undefined` while that is unknown, offline too: other devices go on without this one
 */
export function useUsage(day: string): Personal<Amount> | undefined {
  const owner = usePerson().data?.id
  const link = useLinkState()
  const { data, isError } = useQuery({
    queryKey: [usageKey, owner, day],
    enabled: owner !== undefined,
    staleTime: 0,
    queryFn: async (): Promise<Personal<Amount>> => {
      if (!owner) throw new Error('Only somebody who is signed in is asked about.')
      const [ofDay, ofMonth] = await Promise.all([
        fetchUsage(owner, day),
        fetchUsage(owner, day.slice(0, 7)),
      ])
      return { OWNER_DAY: ofDay, OWNER_MONTH: ofMonth }
    },
  })
  const isHeard = link === 'live' || link === 'catching-up'
  return isHeard && !isError ? data : undefined
}

/** Reads the use anew whenever a job of the person began or ended. Mounted once. */
export function useUsageRefresh(): void {
  const { records } = useGenerations()
  const running = records.filter(({ status }) => !isFinal(status)).length
  const now = `${records.length} jobs, ${running} running`
  const before = useRef<string>(undefined)
  useEffect(() => {
    if (before.current === now) return undefined
    before.current = now
    const refresh = () => void queryClient.invalidateQueries({ queryKey: [usageKey] })
    refresh()
    const timer = setTimeout(refresh, settledMs)
    return () => clearTimeout(timer)
  }, [now])
}
