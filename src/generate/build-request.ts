import { AppError } from '#domain/errors.ts'
import type { Ability, ModelSize, Range } from '#domain/model/card.ts'
import { checkAgainstModel, checkPicture } from '#domain/model/check.ts'
import { sizeIn, sizeNear, sizesOffered } from '#domain/model/size-rule.ts'
import type { MicroDollars } from '#domain/money.ts'
import { type GenerationRequest, parseGenerationRequest } from '#domain/operation/request.ts'
import { type Amount, reservationOf } from '#domain/usage/usage.ts'
import { isMaskedAim } from '../editor/store/aim.ts'
import type { Draft, Situation } from './draft.ts'
import { type Asked, askedFor, failure, type Offer, offerFor, placeholderId } from './offer.ts'

/** Stands for the mask while it is not exported yet. */
const placeholderMask = 'not-yet'

/**
 * Builds the request that the panel stands for: of what is typed and chosen, that which the model
 * that will do it takes, within its ranges.
 * @param maskKey of the exported mask; left out where there is none, or not yet
 * @throws AppError naming the field; with what to do next
 */
export function buildRequest(
  situation: Situation,
  draft: Draft,
  maskKey: string = placeholderMask,
): GenerationRequest {
  const offer = offerFor(situation, draft)
  const asked = askedFor(situation, draft)
  assertComplete(situation, asked, draft)
  const { picture } = situation
  const request = parseGenerationRequest({
    ...asked,
    ...wordsFor(offer.ability, draft),
    ...numbersFor(offer.ability, draft),
    ...(isSized(situation) ? pixelsOf(sizeFor(situation, draft, offer)) : {}),
    ...(situation.aim === 'OUTPAINT' ? { frame: draft.frame, edge: draft.edge } : {}),
    ...(isMaskedAim(situation.aim) ? { maskKey } : {}),
  })
  checkAgainstModel(request, offer.card)
  if (picture && 'pictureId' in request && request.pictureId === picture.pictureId) {
    const size = { width: picture.widthPx, height: picture.heightPx }
    checkPicture(request, offer.card, size)
  }
  return request
}

/** @returns what is wrong with the draft as it stands, if anything */
export function draftProblem(situation: Situation, draft: Draft): AppError | undefined {
  return failure(() => buildRequest(situation, draft))
}

/** What one image costs, and how many it will be; of some edits the size shows only later. */
export type Price = {
  readonly perImage: MicroDollars
  readonly count: number
  /** False where it is at most this. */
  readonly isExact: boolean
}

/** What the draft would cost on the model that it goes to. */
export function draftPrice(situation: Situation, draft: Draft, offer: Offer): Price {
  const { count, quality } = numbersFor(offer.ability, draft)
  const ofQuality = offer.card.prices.filter((price) => price.quality === quality)
  const size = sizeFor(situation, draft, offer)
  const possible = ofQuality.filter(({ tier }) => size === undefined || tier === size.tier)
  const amounts = possible.map(({ perImage }) => perImage)
  return {
    perImage: Math.max(...amounts),
    count,
    isExact: new Set(amounts).size === 1,
  }
}

/** What the server will reserve for the draft while it runs: all images, at the dearest size. */
export function draftReservation(draft: Draft, offer: Offer): Amount {
  const { count, quality } = numbersFor(offer.ability, draft)
  return reservationOf({ count, quality, modelUsed: offer.card.id })
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
  const { strength, similarity, creativity, seed } = draft
  const isOffered = ability.qualities.includes(draft.quality)
  return {
    count: clamp(draft.count, { min: 1, max: ability.images.perJob }),
    quality: isOffered ? draft.quality : (ability.qualities[0] ?? draft.quality),
    ...(ability.seed && seed !== undefined ? { seed } : {}),
    ...ranged('strength', strength, ability.strength),
    ...ranged('similarity', similarity, ability.similarity),
    ...ranged('creativity', creativity, ability.creativity),
  }
}

/** A number chosen for another model may lie outside this one's range. */
function ranged(name: string, value: number | undefined, range: Range | undefined) {
  return value === undefined || !range ? {} : { [name]: clamp(value, range) }
}

function clamp(value: number, { min, max }: Range): number {
  return Math.min(max, Math.max(min, value))
}

/** Says what is still to be chosen or painted, in words of the panel. */
function assertComplete(situation: Situation, asked: Asked, draft: Draft): void {
  const { aim, isMasked } = situation
  if (isMaskedAim(aim) && !isMasked) {
    const key = aim === 'INPAINT' ? 'paintChangeFirst' : 'paintKeepFirst'
    throw new AppError('INVALID_REQUEST', { key }, { field: 'maskKey' })
  }
  if (asked.stylePictureId === placeholderId) {
    const reason = { key: 'stylePictureMissing' } as const
    throw new AppError('INVALID_REQUEST', reason, { field: 'stylePictureId' })
  }
  if (asked.pictureId === placeholderId) {
    throw new AppError('INVALID_REQUEST', { key: 'pictureMissing' }, { field: 'pictureId' })
  }
  if (aim === 'OUTPAINT' && Object.values(draft.frame).every((px) => px === 0)) {
    throw new AppError('INVALID_REQUEST', { key: 'frameNotDragged' }, { field: 'frame' })
  }
}
