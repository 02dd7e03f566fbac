import { readFile, writeFile } from 'node:fs/promises'

/** One line of a bench's report. */
export type Figure = {
  readonly name: string
  readonly value: number
  readonly unit: 'ms' | 's' | '×' | 'MB' | '/s' | 'dB' | ''
  /** The most that it may be; a figure without a bar explains another one. */
  readonly atMost?: number
  /** The least that it may be. */
  readonly atLeast?: number
}

/**
 * By nearest rank: the least of the values that so great a share of them does not exceed.
 * @param share 0.5 for the median, 0.95 for the value that 95 of 100 do not exceed
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** Runs once and gives what came out with the milliseconds that it took. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const startedMs = performance.now()
  const result = await work()
  return { ms: performance.now() - startedMs, result }
}

/**
 * Resident memory of this process at its highest, in bytes. Linux's own mark: `getrusage` would count the
 * parent of this process as well.
 */
export async function highestResident(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]
  return (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes)) * 1024
}

/** Begins to measure `highestResident` anew, from what is resident now. */
export async function forgetHighestResident(): Promise<void> {
  // 5 resets the mark (proc_pid_clear_refs(5)); where there is none, it stays that of the whole process.
  await writeFile('/proc/self/clear_refs', '5').catch(() => undefined)
}
