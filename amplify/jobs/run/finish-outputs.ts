import { countedOnly, type Ending } from '#domain/generation/ending.ts'
import type { Generation, GenerationLog, GenerationOutput } from '#domain/generation/generation.ts'
import { messageText } from '#domain/message/text.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { priceOf } from '#domain/model/price.ts'
import type { MicroDollars } from '#domain/money.ts'
import type { Edges } from '../../store/edges.ts'
import type { AnswerJournal } from '../answer-journal.ts'
import { cancelled, type Halt, isMade, type MadeImage, type Missing } from './call-model.ts'
import type { Prepared } from './prepare/prepared.ts'
import { finishImage, storeOutput } from './store-output.ts'

type Needed = Pick<Edges, 'generations' | 'pictures' | 'objects' | 'now'>

/** What became of a claimed job's images. */
export type Made =
  | Ending
  | { readonly kind: 'HALTED'; readonly halt: Halt; readonly modelMs: number }
  /** The record was removed while the model worked: nothing is kept. */
  | {
      readonly kind: 'GONE'
      readonly costMicros: MicroDollars
      readonly outputs: GenerationOutput[]
    }

type Unfinished = {
  readonly claimed: Generation
  readonly card: ModelCard
  readonly prepared: Prepared
  readonly journal: AnswerJournal
  readonly images: readonly (MadeImage | Missing)[]
  readonly log: GenerationLog & { readonly modelMs: number }
  /** Epoch milliseconds: when the model had answered, and when this worker must be done. */
  readonly calledAt: number
  readonly endsAt: number
}

/**
 * Finishes the images that a model made, stores them, and says how the job ends. Images for which
 * the time of this worker is too short are left to the next one, with those that are stored.
 */
export async function finishOutputs(edges: Needed, of: Unfinished): Promise<Made> {
  const { claimed, card, images, prepared } = of
  const came = images.filter(isMade)
  if (came.length === 0 && images.includes(cancelled)) return { kind: 'CANCELLED', log: of.log }
  const { size, quality } = prepared.operation
  const costMicros = priceOf(card, { tier: size.tier, quality, count: came.length })
  const stored = await storeAll(edges, of)
  if (!stored) {
    await of.journal.flush()
    return { kind: 'GONE', costMicros, outputs: came.map((_, index) => countedOnly(index)) }
  }
  const { outputs, isWhole } = stored
  // Only now: storing the answers went on beside the work on them.
  await of.journal.flush()
  const pasteMs = (claimed.pasteMs ?? 0) + edges.now() - of.calledAt
  if (!isWhole) {
    const { modelMs } = of.log
    return { kind: 'HALTED', halt: { kind: 'NO_TIME', finished: { outputs, pasteMs } }, modelMs }
  }
  const outputBytes = outputs.reduce((sum, output) => sum + (output.bytes ?? 0), 0)
  return { kind: 'OUTPUTS', outputs, costMicros, log: { ...of.log, outputBytes, pasteMs } }
}

/**
 * One image at least is finished in each run, and each further one if it fits in like the others.
 * @returns nothing when the record is gone; then nothing was stored
 */
async function storeAll(
  edges: Needed,
  { claimed, prepared, images, endsAt }: Unfinished,
): Promise<{ outputs: GenerationOutput[]; isWhole: boolean } | undefined> {
  // Asked while the first image is being finished, known before it is stored.
  const isThere = edges.generations.get(claimed.id).then((seen) => seen !== undefined)
  isThere.catch(() => undefined)
  const outputs: GenerationOutput[] = []
  let maxMs = 0
  for (const [index, image] of images.entries()) {
    const beganAt = edges.now()
    const stored = claimed.outputs?.find((output) => output.index === index)
    if (stored) outputs.push(stored)
    else if (!isMade(image)) outputs.push({ index, ...image, reason: messageText(image.reason) })
    else {
      if (maxMs > 0 && beganAt + maxMs > endsAt) return { outputs, isWhole: false }
      const finished = await finishImage(image, prepared.finish)
      if (!(await isThere)) return undefined
      outputs.push(await storeOutput(edges, claimed, { index, seed: image.seed, finished }))
      maxMs = Math.max(maxMs, edges.now() - beganAt)
    }
  }
  return (await isThere) ? { outputs, isWhole: true } : undefined
}
