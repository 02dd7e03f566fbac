import * as z from 'zod'
import type { ModelCard, ModelId } from './card.ts'
import { findModel } from './catalogue.ts'

/**
 * What is known of a model beyond its card: from Bedrock's daily answer, and from calls that found
 * it gone. Times as ISO.
 */
export const modelStateSchema = z.object({
  /** The model's id in the catalogue. */
  id: z.string(),
  status: z.enum(['ACTIVE', 'LEGACY', 'RETIRED']),
  legacyAt: z.iso.datetime().optional(),
  endOfLifeAt: z.iso.datetime().optional(),
  /** When Bedrock was asked last, or a call found the model gone. */
  checkedAt: z.iso.datetime(),
  revision: z.int(),
})

export type ModelState = z.infer<typeof modelStateSchema>

/** Something that people should hear of a model in time. */
export type ModelNotice =
  | { readonly kind: 'RETIRED'; readonly id: ModelId; readonly name: string }
  | {
      readonly kind: 'ENDING'
      readonly id: ModelId
      readonly name: string
      /** ISO date of the end of life. */
      readonly on: string
      /** Whole days until then, 0 for today. */
      readonly daysLeft: number
    }

/** People hear of an end of life this early. */
const noticeDays = 90
const dayMs = 86_400_000

/**
 * Whether the catalogue itself says that a model is at its end.
 * @param today an ISO date
 */
export function hasEnded({ lifecycle: { endOfLife } }: ModelCard, today: string): boolean {
  return endOfLife !== undefined && today >= endOfLife
}

/**
 * What to show of the models’ ends: those that end within 90 days, the nearest first, and those that
 * were found gone before the catalogue said so. A model that it does not know is nobody’s concern.
 * @param today an ISO date
 */
export function modelNotices(states: readonly ModelState[], today: string): ModelNotice[] {
  const known = states.flatMap((state) => {
    const card = findModel(state.id)
    return card && !hasEnded(card, today) ? [{ ...state, name: card.name }] : []
  })
  const gone = known.filter(({ status }) => status === 'RETIRED')
  const ending = known.flatMap(({ id, name, status, endOfLifeAt }): ModelNotice[] => {
    if (status === 'RETIRED' || endOfLifeAt === undefined) return []
    const on = endOfLifeAt.slice(0, 10)
    const daysLeft = Math.round((Date.parse(on) - Date.parse(today)) / dayMs)
    return daysLeft < 0 || daysLeft > noticeDays ? [] : [{ kind: 'ENDING', id, name, on, daysLeft }]
  })
  return [
    ...ending.toSorted((one, other) => daysLeftOf(one) - daysLeftOf(other)),
    ...gone.map(({ id, name }): ModelNotice => ({ kind: 'RETIRED', id, name })),
  ]
}

function daysLeftOf(notice: ModelNotice): number {
  return notice.kind === 'ENDING' ? notice.daysLeft : -1
}
