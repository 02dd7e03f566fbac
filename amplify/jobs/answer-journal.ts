import * as z from 'zod'
import { mayHavePaid } from '#domain/generation/ending.ts'
import type { Generation } from '#domain/generation/generation.ts'
import type { ModelId } from '#domain/model/card.ts'
import { answerKey } from '#domain/object-key.ts'
import type { Edges } from '../store/edges.ts'

/**
 * What a model answered to the calls of one job, each stored before anything is made of it: a
 * worker that takes over finds what was paid for instead of paying again. People cannot read it,
 * and it is removed when the job has ended.
 */
export interface AnswerJournal {
  /** @returns the body of an earlier answer to this call of this model, if it was kept */
  read(call: number): Promise<unknown>
  /** Begins to store an answer; work on it goes on meanwhile. */
  write(call: number, body: unknown): void
  /** Waits until all is stored that can be. */
  flush(): Promise<void>
}

/** The largest body that InvokeModel answers with, and what is around it here. */
const maxBytes = 25_001_000

const answerSchema = z.object({ model: z.string(), body: z.unknown() })

/** @param of `isFirst` when no call was ever made, so that nothing need be looked for */
export function openJournal(
  edges: Pick<Edges, 'objects'>,
  generation: Generation,
  of: { model: ModelId; isFirst: boolean },
): AnswerJournal {
  const { owner, id } = generation
  const writes: Promise<void>[] = []
  return {
    async read(call) {
      if (of.isFirst) return undefined
      const found = await edges.objects.read(answerKey(owner, id, call), maxBytes)
      const answer = answerSchema.safeParse(found && JSON.parse(found.bytes.toString()))
      return answer.data?.model === of.model ? answer.data.body : undefined
    },
    write(call, body) {
      const bytes = Buffer.from(JSON.stringify({ model: of.model, body }))
      const write = edges.objects.write(answerKey(owner, id, call), bytes, 'application/json')
      // An answer that is not kept costs a job nothing unless its worker dies as well.
      writes.push(write.catch(() => undefined))
    },
    async flush() {
      await Promise.all(writes)
    },
  }
}

/** Removes what was answered to a job that has ended; nothing is asked where nothing can be. */
export async function clearAnswers(
  edges: Pick<Edges, 'objects'>,
  generation: Generation,
): Promise<void> {
  const keys = answerKeysOf(generation)
  if (keys.length > 0) await edges.objects.remove(keys)
}

/** Where answers to the calls of a job can be. */
export function answerKeysOf(generation: Generation): string[] {
  const { owner, id, count } = generation
  if (!mayHavePaid(generation)) return []
  return Array.from({ length: count }, (_, call) => answerKey(owner, id, call))
}
