import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import type { Generation } from '#domain/generation/generation.ts'
import { findModel } from '#domain/model/catalogue.ts'
import { Violation } from '../load.ts'

const callSchema = z.object({
  requestMetadata: z.record(z.string(), z.string()),
})

/** Beyond the calls that its images need, a job has one retry of 408 or 424 and one resume. */
const maxExtra = 2

/**
 * Compares what the model server was asked for with the jobs.
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
    const record = known.get(id)
    if (!record) throw new Violation(`${count} calls were made for ${id}`)
    if (count > callsNeeded(record) + maxExtra) {
      throw new Violation(`job ${id} was charged ${count} calls`)
    }
  }
  for (const { id, status, modelUsed } of records) {
    if (status === 'SUCCEEDED' && findModel(modelUsed) && !byJob.has(id))
      throw new Violation(`job ${id} has images of no call`)
  }
  return calls.length
}

function callsNeeded({ modelUsed, operation, count }: Generation): number {
  const abilities = Object.values(findModel(modelUsed)?.abilities ?? {})
  if (abilities.length === 0) throw new Violation(`${operation} ran on ${modelUsed}`)
  return Math.ceil(count / Math.min(...abilities.map(({ images }) => images.perCall)))
}
