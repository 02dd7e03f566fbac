/** What the panel stands for, in one pass. Pure: reads no store, throws nothing. */
import { AppError } from '#domain/errors.ts'
import type { Message } from '#domain/message/message.ts'
import type { AccessToday } from '#domain/model/access.ts'
import { type Ability, type ModelSize, type Range, rangedFields } from '#domain/model/card.ts'
import { pictureProblem, requestProblem } from '#domain/model/check.ts'
import { expectedPrice, type Price } from '#domain/model/price.ts'
import { sizeIn, sizeNear, sizesOffered } from '#domain/model/size-rule.ts'
import type { Routable } from '#domain/model/task.ts'
import { readUnmasked, type UnmaskedRequest } from '#domain/operation/request.ts'
import { type Amount, reservationOf } from '#domain/usage/usage.ts'
import { hasField, needsField, paintsFor } from '../editor/store/aim.ts'
import type { Draft, Situation } from './draft.ts'
import { askedFor, type Offer, offerFor } from './offer.ts'

/** Who does it, for how much, and what the server holds meanwhile. */
export type Terms = {
  readonly offer: Offer
  readonly price: Price
  readonly reservation: Amount
}

/** What is still to be chosen or painted, and what to say of it. */
export type Missing = { readonly field: string; readonly reason: Message }

/** READY to be sent, for which a mask may still have to be exported; MISSING something; REFUSED. */
export type Plan =
  | { readonly kind: 'READY'; readonly terms: Terms; readonly request: UnmaskedRequest }
  | { readonly kind: 'MISSING'; readonly terms: Terms; readonly what: Missing }
  | { readonly kind: 'REFUSED'; readonly terms: Terms; readonly why: AppError }
  /** No model can do it at all. */
  | { readonly kind: 'REFUSED'; readonly terms: undefined; readonly why: AppError }

/**
 * Plans the request that the panel stands for: of what is typed and chosen, that which the model
 * that will do it takes, within its ranges.
 */
export function planDraft(situation: Situation, draft: Draft, access: AccessToday): Plan {
  const asked = askedFor(situation, draft)
  const offer = offerFor(asked, access)
  if (offer instanceof AppError) return { kind: 'REFUSED', terms: undefined, why: offer }
  const terms = termsOf(situation, draft, offer)
  const what = missingOf(situation, asked, draft)
  if (what) return { kind: 'MISSING', terms, what }
  const request = readUnmasked({
    ...asked,
    ...wordsFor(offer.ability, draft),
    ...numbersFor(offer.ability, draft),
    ...(isSized(situation) ? pixelsOf(sizeFor(situation, draft, offer)) : {}),
    ...(hasField(situation.aim, 'frame') ? { frame: draft.frame, edge: draft.edge } : {}),
  })
  if (request instanceof AppError) return { kind: 'REFUSED', terms, why: request }
  const why = problemOf(request, situation, offer)
  return why ? { kind: 'REFUSED', terms, why } : { kind: 'READY', terms, request }
}

/** What is wrong with a draft, or missing from it, if anything. */
export function problemIn(plan: Plan): Missing | AppError | undefined {
  if (plan.kind === 'READY') return undefined
  return plan.kind === 'MISSING' ? plan.what : plan.why
}

function problemOf(
  request: UnmaskedRequest,
  { picture }: Situation,
  { card }: Offer,
): AppError | undefined {
  const problem = requestProblem(request, card)
  if (problem) return problem
  if (!picture || !('pictureId' in request) || request.pictureId !== picture.pictureId) {
    return undefined
  }
  const size = { width: picture.widthPx, height: picture.heightPx }
  return pictureProblem(request, card, size)
}

function termsOf(situation: Situation, draft: Draft, offer: Offer): Terms {
  const { card, ability } = offer
  const { count, quality } = numbersFor(ability, draft)
  const tier = sizeFor(situation, draft, offer)?.tier
  return {
    offer,
    price: expectedPrice(card, { quality, count, tier }),
    reservation: reservationOf({ count, quality, modelUsed: card.id }, [card]),
  }
}

/** What is wrong with what is painted, where painting takes part in it. */
function unpaintedIn({ aim, isMasked, isMaskFull }: Situation): Missing | undefined {
  const paints = paintsFor(aim)
  if (!paints || !needsField(aim, 'maskKey')) return undefined
  if (!isMasked) {
    const key = paints === 'CHANGE' ? 'paintChangeFirst' : 'paintKeepFirst'
    return { field: 'maskKey', reason: { key } }
  }
  if (!isMaskFull) return undefined
  return { field: 'maskKey', reason: { key: paints === 'CHANGE' ? 'maskFull' : 'maskEmpty' } }
}

/** In words of the panel, and in the order of its steps. */
function missingOf(situation: Situation, asked: Routable, draft: Draft): Missing | undefined {
  const { aim } = situation
  const unpainted = unpaintedIn(situation)
  if (unpainted) return unpainted
  if (aim === 'STYLE' && !asked.stylePictureId && !asked.stylePreset) {
    return { field: 'stylePictureId', reason: { key: 'stylePictureMissing' } }
  }
  if (needsField(asked.operation, 'pictureId') && !asked.pictureId) {
    return { field: 'pictureId', reason: { key: 'pictureMissing' } }
  }
  if (hasField(aim, 'frame') && Object.values(draft.frame).every((px) => px === 0)) {
    return { field: 'frame', reason: { key: 'frameNotDragged' } }
  }
  return undefined
}

/** Whether the size is chosen here, not taken from a picture. */
export function isSized({ aim, picture }: Situation): boolean {
  return picture === undefined && aim !== 'STRUCTURE'
}

/** The size that will be asked for: the one chosen if the model has it, else its first. */
function sizeFor(situation: Situation, draft: Draft, { ability }: Offer): ModelSize | undefined {
  const { sizes } = ability
  if (!sizes) return undefined
  const { picture } = situation
  if (picture) return sizeNear(sizes, picture.widthPx / picture.heightPx)
  const { size } = draft
  const chosen = size && sizeIn(sizes, { width: size.widthPx, height: size.heightPx })
  return chosen ?? sizesOffered(sizes)[0]
}

function pixelsOf(size: ModelSize | undefined) {
  return size && { widthPx: size.widthPx, heightPx: size.heightPx }
}

function wordsFor(ability: Ability, draft: Draft) {
  const { negativePrompt, stylePreset } = draft
  const isPreset = stylePreset !== undefined && ability.stylePresets?.includes(stylePreset)
  return {
    ...promptFor(ability, draft),
    ...(ability.negativePrompt && negativePrompt.trim() !== '' ? { negativePrompt } : {}),
    ...(ability.search ? { search: draft.search } : {}),
    ...(isPreset ? { stylePreset } : {}),
    ...(ability.colors ? { colors: draft.colors } : {}),
  }
}

/** The prompt, and that the result's file may say it; neither where it was left empty. */
function promptFor({ prompt: rule }: Ability, { prompt, keepPrompt }: Draft) {
  if (!rule || (rule.isOptional && prompt.trim() === '')) return {}
  return { prompt, ...(keepPrompt ? { keepPrompt } : {}) }
}

function numbersFor(ability: Ability, draft: Draft) {
  const { seed } = draft
  const isOffered = ability.qualities.includes(draft.quality)
  return {
    count: clamp(draft.count, { min: 1, max: ability.images.perJob }),
    quality: isOffered ? draft.quality : (ability.qualities[0] ?? draft.quality),
    ...(ability.seed && seed !== undefined ? { seed } : {}),
    ...rangedFor(ability, draft),
  }
}

/** A number chosen for another model may lie outside this one's range. */
function rangedFor(ability: Ability, draft: Draft) {
  const chosen = rangedFields.flatMap((name) => {
    const [value, range] = [draft[name], ability[name]]
    return value === undefined || !range ? [] : [[name, clamp(value, range)] as const]
  })
  return Object.fromEntries(chosen)
}

function clamp(value: number, { min, max }: Range): number {
  return Math.min(max, Math.max(min, value))
}
