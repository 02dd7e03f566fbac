import { readFileSync } from 'node:fs'

/** Between two looks: short beside the seconds that it takes to fill a function's memory. */
const everyMs = 50

/**
 * Watches what a process holds of the machine's memory, its buffers and native code included, as
 * Lambda does. Only Linux tells that of another process; elsewhere the heap's own limit is all.
 * @param maxBytes the function's memory
 * @param onExceeded called once, when the process has held more at any time since its start
 * @returns ends the watch
 */
export function watchMemory(
  pid: number | undefined,
  maxBytes: number,
  onExceeded: () => void,
): () => void {
  if (process.platform !== 'linux' || pid === undefined) return () => {}
  const timer = setInterval(() => {
    if ((peakBytes(pid) ?? 0) <= maxBytes) return
    clearInterval(timer)
    onExceeded()
  }, everyMs).unref()
  return () => clearInterval(timer)
}

/** The highest resident set of a process (`VmHWM` of proc(5)); `undefined` once it is gone. */
function peakBytes(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024
  } catch {
    // The process has ended, which its own exit tells.
    return undefined
  }
}
