import { AppError } from '../errors.ts'
import { canvasProblem } from '../frame/canvas-problem.ts'
import { extended, planFrame } from '../frame/plan-frame.ts'
import type { Size } from '../frame/space.ts'
import type { Quality } from '../generation/quality.ts'
import type { Message } from '../message/message.ts'
import type { GenerationRequest, RequestFields, UnmaskedRequest } from '../operation/request.ts'
import {
  type Ability,
  type ModelCard,
  type ModelSize,
  type PictureRule,
  type Range,
  rangedFields,
  type WordRule,
} from './card.ts'
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
  throw cannot(card, task)
}

/**
 * What a picture must be for a task of a model.
 * @throws AppError UNSUPPORTED when the model takes none for it
 */
export function pictureRuleOf(card: ModelCard, task: Task): PictureRule {
  const rule = card.abilities[task]?.picture
  if (rule) return rule
  throw cannot(card, task)
}

/**
 * What of a request is outside the limits of the model that will run it.
 * @returns INVALID_REQUEST naming the field, UNSUPPORTED when the model cannot do it at all
 */
export function requestProblem(request: UnmaskedRequest, card: ModelCard): AppError | undefined {
  const ability = card.abilities[taskOf(request)]
  if (!ability) return cannot(card, taskOf(request))
  const fields: RequestFields = request
  return (
    wordsProblem(fields, card, ability) ??
    numbersProblem(fields, ability) ??
    countsProblem(fields, ability) ??
    qualityProblem(card, ability, request.quality) ??
    sizeProblem(request, card)
  )
}

function wordsProblem(asked: RequestFields, card: ModelCard, ability: Ability) {
  return (
    promptProblem(card, ability.prompt, asked.prompt) ??
    textProblem('negativePrompt', asked.negativePrompt, ability.negativePrompt) ??
    textProblem('search', asked.search, ability.search) ??
    presetProblem(card, ability, asked.stylePreset)
  )
}

function numbersProblem(asked: RequestFields, ability: Ability) {
  return firstOf([...rangedFields, 'seed'] as const, (name) =>
    numberProblem(name, asked[name], ability[name]),
  )
}

function countsProblem({ colors, referenceIds, count }: RequestFields, ability: Ability) {
  const pictures = referenceIds && referenceIds.length + 1
  return (
    countProblem('colors', colors?.length, ability.colors) ??
    countProblem('referenceIds', pictures, ability.pictures) ??
    countProblem('count', count, { min: 1, max: ability.images.perJob })
  )
}

/**
 * What is wrong with a request for the size of its picture: one that goes out as it is, for which
 * no other size can be made, or one that grows.
 * @returns INVALID_REQUEST naming `pictureId` or `frame`
 */
export function pictureProblem(
  request: UnmaskedRequest,
  card: ModelCard,
  picture: Size,
): AppError | undefined {
  const ability = card.abilities[taskOf(request)]
  const { picture: rule, extendsBy } = ability ?? {}
  const { frame }: RequestFields = request
  if (frame) {
    const tooLarge = canvasProblem(extended(picture, frame))
    if (tooLarge) return tooLarge
    if (extendsBy === 'FRAME' && rule?.sizes.kind === 'RANGE') {
      const plan = planFrame({
        source: picture,
        frame,
        rule: rule.sizes,
        maxPixels: maxAnswerPixels,
      })
      if (plan instanceof AppError) return plan
    }
  }
  if (!rule?.isUnscaled || sizeIn(rule.sizes, picture)) return undefined
  return refused('pictureId', misfit(card.name, rule.sizes, picture))
}

/**
 * The size that a request asks for: its own, else the nearest to the picture that it works from,
 * else the first that the model offers.
 * @param picture the size of that picture
 * @returns INVALID_REQUEST when the model does not make that size, or takes none
 */
export function sizeAsked(
  request: UnmaskedRequest,
  card: ModelCard,
  picture?: Size,
): ModelSize | AppError {
  const sizes = card.abilities[taskOf(request)]?.sizes
  if (!sizes) return refused('widthPx', { key: 'sizeChosenByModel', modelName: card.name })
  const { widthPx: width, heightPx: height }: RequestFields = request
  if (width === undefined && height === undefined) {
    if (picture) return sizeNear(sizes, picture.width / picture.height)
    const [first] = sizesOffered(sizes)
    if (first) return first
  }
  const asked =
    width === undefined || height === undefined ? undefined : sizeIn(sizes, { width, height })
  return asked ?? refused('widthPx', { key: 'sizeNotMade', modelName: card.name })
}

function sizeProblem(request: UnmaskedRequest, card: ModelCard): AppError | undefined {
  const { widthPx, heightPx }: RequestFields = request
  if (widthPx === undefined && heightPx === undefined) return undefined
  const size = sizeAsked(request, card)
  return size instanceof AppError ? size : undefined
}

function promptProblem(card: ModelCard, rule: WordRule | undefined, text: string | undefined) {
  if (text) return textProblem('prompt', text, rule)
  if (!rule || rule.isOptional) return undefined
  return refused('prompt', { key: 'promptNeededBy', modelName: card.name })
}

function textProblem(field: string, text: string | undefined, length: Range | undefined) {
  if (!text) return undefined
  if (!length) return notTaken(field)
  const { length: actual } = text
  if (actual >= length.min && actual <= length.max) return undefined
  const { min: minLength, max: maxLength } = length
  return refused(field, { key: 'tooFewOrManyCharacters', minLength, maxLength, length: actual })
}

function presetProblem(card: ModelCard, { stylePresets }: Ability, preset: string | undefined) {
  if (preset === undefined || stylePresets?.includes(preset)) return undefined
  return stylePresets
    ? refused('stylePreset', { key: 'presetUnknown', modelName: card.name })
    : notTaken('stylePreset')
}

function qualityProblem(card: ModelCard, { qualities }: Ability, quality: Quality) {
  if (qualities.includes(quality)) return undefined
  return refused('quality', { key: 'qualityMissing', modelName: card.name, quality })
}

function numberProblem(field: string, value: number | undefined, range: Range | undefined) {
  if (value === undefined) return undefined
  if (!range) return notTaken(field)
  const { min, max } = range
  if (value >= min && value <= max) return undefined
  return refused(field, { key: 'outOfRange', min, max })
}

function countProblem(field: string, count: number | undefined, range: Range | undefined) {
  if (count === undefined) return undefined
  if (!range) return notTaken(field)
  const { min, max } = range
  if (count >= min && count <= max) return undefined
  return refused(field, { key: 'wrongCount', min, max })
}

function firstOf<T>(
  all: readonly T[],
  problemOf: (each: T) => AppError | undefined,
): AppError | undefined {
  for (const each of all) {
    const problem = problemOf(each)
    if (problem) return problem
  }
  return undefined
}

function cannot(card: ModelCard, task: Task): AppError {
  const reason = { key: 'modelCannot', modelName: card.name, task } as const
  return new AppError('UNSUPPORTED', reason, { field: 'operation' })
}

function notTaken(field: string): AppError {
  return refused(field, { key: 'settingNotTaken' })
}

function refused(field: string, reason: Message): AppError {
  return new AppError('INVALID_REQUEST', reason, { field })
}
