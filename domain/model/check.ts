import { AppError } from '../errors.ts'
import { checkCanvas } from '../frame/check-canvas.ts'
import { extended, planFrame } from '../frame/plan-frame.ts'
import type { Size } from '../frame/space.ts'
import type { Message } from '../message/message.ts'
import type { GenerationRequest, RequestFields } from '../operation/request.ts'
import type { Ability, ModelCard, ModelSize, PictureRule, Range, WordRule } from './card.ts'
import { maxAnswerPixels } from './picture-bytes.ts'
import { misfit, sizeIn, sizeNear, sizesOffered } from './size-rule.ts'
import type { Task } from './task.ts'
import { taskOf } from './task.ts'

/**
 * How a model does what a request asks.
 * @throws AppError UNSUPPORTED when it does not
 */
export function abilityFor(card: ModelCard, request: GenerationRequest): Ability {
  const task = taskOf(request)
  const ability = card.abilities[task]
  if (ability) return ability
  const reason = { key: 'modelCannot', modelName: card.name, task } as const
  throw new AppError('UNSUPPORTED', reason, { field: 'operation' })
}

/**
 * What a picture must be for a task of a model.
 * @throws AppError UNSUPPORTED when the model takes none for it
 */
export function pictureRuleOf(card: ModelCard, task: Task): PictureRule {
  const rule = card.abilities[task]?.picture
  if (rule) return rule
  const reason = { key: 'modelCannot', modelName: card.name, task } as const
  throw new AppError('UNSUPPORTED', reason, { field: 'operation' })
}

/**
 * Checks a request against the limits of the model that will run it.
 * @throws AppError INVALID_REQUEST naming the field, UNSUPPORTED when the model cannot do it at all
 */
export function checkAgainstModel(request: GenerationRequest, card: ModelCard): void {
  const ability = abilityFor(card, request)
  const fields: RequestFields = request
  checkPrompt(card, ability.prompt, fields.prompt)
  checkWords('negativePrompt', fields.negativePrompt, ability.negativePrompt)
  checkWords('search', fields.search, ability.search)
  checkPreset(card, ability, fields.stylePreset)
  for (const name of ['strength', 'similarity', 'creativity'] as const) {
    checkNumber(name, fields[name], ability[name])
  }
  checkNumber('seed', request.seed, ability.seed)
  checkCount('colors', fields.colors?.length, ability.colors)
  const references = fields.referenceIds && fields.referenceIds.length + 1
  checkCount('referenceIds', references, ability.pictures)
  checkCount('count', request.count, { min: 1, max: ability.images.perJob })
  if (!ability.qualities.includes(request.quality)) {
    const { quality } = request
    throw refused('quality', { key: 'qualityMissing', modelName: card.name, quality })
  }
  if (fields.widthPx !== undefined || fields.heightPx !== undefined) sizeOf(request, card)
}

/**
 * Checks a request against the size of its picture: one that goes out as it is, for which no other
 * size can be made, or one that grows.
 * @throws AppError INVALID_REQUEST naming `pictureId` or `frame`
 */
export function checkPicture(request: GenerationRequest, card: ModelCard, picture: Size): void {
  const { picture: rule, extendsBy } = abilityFor(card, request)
  if (request.operation === 'OUTPAINT') {
    const { frame } = request
    checkCanvas(extended(picture, frame))
    if (extendsBy === 'FRAME' && rule?.sizes.kind === 'RANGE') {
      planFrame({ source: picture, frame, rule: rule.sizes, maxPixels: maxAnswerPixels })
    }
  }
  if (!rule?.isUnscaled || sizeIn(rule.sizes, picture)) return
  throw refused('pictureId', misfit(card.name, rule.sizes, picture))
}

/**
 * The size that a request asks for: its own, else the nearest to the picture that it works from,
 * else the first that the model offers.
 * @param picture the size of that picture
 * @throws AppError INVALID_REQUEST when the model does not make that size, or takes none
 */
export function sizeOf(request: GenerationRequest, card: ModelCard, picture?: Size): ModelSize {
  const { sizes } = abilityFor(card, request)
  if (!sizes) throw refused('widthPx', { key: 'sizeChosenByModel', modelName: card.name })
  const { widthPx: width, heightPx: height }: RequestFields = request
  if (width === undefined && height === undefined) {
    if (picture) return sizeNear(sizes, picture.width / picture.height)
    const [first] = sizesOffered(sizes)
    if (first) return first
  }
  const asked =
    width === undefined || height === undefined ? undefined : sizeIn(sizes, { width, height })
  if (!asked) throw refused('widthPx', { key: 'sizeNotMade', modelName: card.name })
  return asked
}

function checkPrompt(card: ModelCard, rule: WordRule | undefined, text: string | undefined): void {
  if (text) return checkWords('prompt', text, rule)
  if (!rule || rule.isOptional) return
  throw refused('prompt', { key: 'promptNeededBy', modelName: card.name })
}

function checkWords(field: string, text: string | undefined, length: Range | undefined): void {
  if (!text) return
  if (!length) throw notTaken(field)
  const { length: actual } = text
  if (actual >= length.min && actual <= length.max) return
  const { min: minLength, max: maxLength } = length
  throw refused(field, { key: 'tooFewOrManyCharacters', minLength, maxLength, length: actual })
}

function checkPreset(card: ModelCard, { stylePresets }: Ability, preset: string | undefined): void {
  if (preset === undefined || stylePresets?.includes(preset)) return
  throw stylePresets
    ? refused('stylePreset', { key: 'presetUnknown', modelName: card.name })
    : notTaken('stylePreset')
}

function checkNumber(field: string, value: number | undefined, range: Range | undefined): void {
  if (value === undefined) return
  if (!range) throw notTaken(field)
  if (value >= range.min && value <= range.max) return
  throw refused(field, { key: 'outOfRange', ...range })
}

function checkCount(field: string, count: number | undefined, range: Range | undefined): void {
  if (count === undefined) return
  if (!range) throw notTaken(field)
  if (count >= range.min && count <= range.max) return
  throw refused(field, { key: 'wrongCount', ...range })
}

function notTaken(field: string): AppError {
  return refused(field, { key: 'settingNotTaken' })
}

function refused(field: string, reason: Message): AppError {
  return new AppError('INVALID_REQUEST', reason, { field })
}
