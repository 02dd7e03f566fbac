import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import type { Generation } from '#domain/generation/generation.ts'
import { Violation } from '../load.ts'

const callSchema = z.object({
  requestMetadata: z.record(z.string(), z.string()),
})

/** One call, one retry of 408 or 424, one resume after a crash. */
const mostCalls = 3

/**
 * Compares what the model server was asked for with the jobs. All of this campaign run on a model
 * that makes all images of a job in one call.
 * @param stateDir the backend's, where the model server notes each call that it charges
 * @returns how many calls were charged
 * @throws Violation when a job was charged too often, or a call is nobody's
 */
export async function readCalls(stateDir: string, records: readonly Generation[]): Promise<number> {
  const text = await readFile(join(stateDir, 'logs', 'model-calls.jsonl'), 'utf8')
  const calls = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => callSchema.parse(JSON.parse(line)))
  const byJob = new Map<string, number>()
  for (const { requestMetadata } of calls) {
    const id = requestMetadata['generationId'] ?? 'nobody'
    byJob.set(id, (byJob.get(id) ?? 0) + 1)
  }
  const known = new Map(records.map((record) => [record.id as string, record]))
  for (const [id, count] of byJob) {
    if (!known.has(id)) throw new Violation(`${count} calls were made for ${id}`)
    if (count > mostCalls) throw new Violation(`job ${id} was charged ${count} calls`)
  }
  for (const { id, status } of records) {
    if (status === 'SUCCEEDED' && !byJob.has(id))
      throw new Violation(`job ${id} has images of no call`)
  }
  return calls.length
}
