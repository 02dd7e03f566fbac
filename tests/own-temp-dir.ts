import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Vitest's global setup: all that a run leaves in the system's temporary folder goes with it. */
export async function setup(): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'repaint-test-'))
  process.env['TMPDIR'] = dir
  return () => rm(dir, { recursive: true, force: true, maxRetries: 3 })
}
