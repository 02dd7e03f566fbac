import { AppError } from '#domain/errors.ts'
import type { PictureId } from '#domain/ids.ts'
import type { AccessToday } from '#domain/model/access.ts'
import type { Ability, ModelCard } from '#domain/model/card.ts'
import { bestFor, findRoute, type Route } from '#domain/model/route.ts'
import { type Routable, type Task, taskOf } from '#domain/model/task.ts'
import type { Facts } from '#domain/operation/define-operation.ts'
import { guides } from '#domain/operation/structure.ts'
import { operationTable } from '#domain/operation/table.ts'
import { upscaleModes } from '#domain/operation/upscale.ts'
import { accessToday, knownModels } from '../backend/deployment.ts'
import { type Aim, hasField, operationFor } from '../editor/store/aim.ts'
import { type Draft, freshDraft, type Situation } from './draft.ts'

/** The model that a request goes to, how it does it, and why it is not the one asked for. */
export type Offer = Pick<Route, 'reason' | 'note'> & {
  readonly card: ModelCard
  readonly ability: Ability
}

/** What is asked for, before its details: operation, model, pictures and kind. */
export function askedFor({ aim, picture }: Situation, draft: Draft): Routable {
  const { pictures }: Facts = operationTable[aim]
  const own = picture?.pictureId as PictureId | undefined
  const picked = (draft.picks[aim] ?? []).map(({ id }) => id)
  const named = pictures ? pictures(own, picked) : { pictureId: own }
  const isStyled =
    aim === 'STYLE' && !named.stylePictureId && isStyleNamed(draft, own !== undefined)
  const fields = {
    ...named,
    // What lies over the open picture belongs to no other.
    ...(own !== undefined && named.pictureId === own
      ? { canvas: picture?.canvas, layers: picture?.layers }
      : {}),
    guide: draft.guide,
    mode: draft.mode,
    stylePreset: isStyled ? draft.stylePreset : undefined,
  }
  // What is left out has no key: a request is read strictly, and routed by what it has.
  const present = Object.entries(fields).filter(
    ([name, value]) => value !== undefined && hasField(aim, name),
  )
  const model = draft.models[aim]
  return {
    operation: operationFor(aim, draft.prompt),
    ...(model === undefined ? {} : { model }),
    ...Object.fromEntries(present),
  }
}

/**
 * Who will do what is asked, by the server's own rules. A model may be gone when the request comes:
 * the server then takes another and says so.
 * @returns the offer, or UNSUPPORTED, MODEL_RETIRED or MODEL_UNAVAILABLE when no model can
 */
export function offerFor(asked: Routable, access: AccessToday): Offer | AppError {
  const route = findRoute(asked, access)
  if (route instanceof AppError) return route
  const { model: card, ...why } = route
  const ability = card.abilities[taskOf(asked)]
  if (ability) return { card, ability, ...why }
  return new AppError('UNSUPPORTED', { key: 'noModelCanThis' }, { field: 'operation' })
}

/** A model of the catalogue beside what is asked for: it can do it, or why not. */
export type Choice = { readonly card: ModelCard; readonly refusal: AppError | undefined }

/** Every model with what speaks against it, those that can do it first, in the router's order. */
export function modelChoices(situation: Situation, draft: Draft): readonly Choice[] {
  return choicesFor(askedFor(situation, draft))
}

/** Every model beside a request, or what will be one, in the same order. */
export function choicesFor(asked: Routable): readonly Choice[] {
  const choices = knownModels().map((card) => ({ card, refusal: refusalBy(card, asked) }))
  return choices.toSorted((one, other) => rank(one) - rank(other))
}

/** Why nothing here can be done towards this aim, if so. */
export function aimRefusal(aim: Aim, hasPicture: boolean): AppError | undefined {
  const picture = hasPicture ? somePicture : undefined
  const kinds = [...guides.map((guide) => ({ guide })), ...upscaleModes.map((mode) => ({ mode }))]
  const refusals = kinds.map((kind) => {
    const asked = askedFor({ aim, picture, isMasked: false }, { ...freshDraft, ...kind })
    const offer = offerFor(asked, accessToday())
    return offer instanceof AppError ? offer : undefined
  })
  return refusals.includes(undefined) ? undefined : refusals[0]
}

/** Any picture: what can be done with one does not depend on which. */
const somePicture = { pictureId: 'any', widthPx: 1, heightPx: 1 }

/** Whether a task can be done here by some model. */
export function isOffered(task: Task): boolean {
  return bestFor(task, accessToday()) !== undefined
}

/** The styles that a picture can be had in by their names, of the model that is taken for it. */
export function namedStyles(hasPicture: boolean): readonly string[] {
  const task = hasPicture ? 'STYLE_PRESET_TRANSFER' : 'STYLE_PRESET'
  return bestFor(task, accessToday())?.abilities[task]?.stylePresets ?? []
}

function isStyleNamed({ stylePreset }: Draft, hasPicture: boolean): boolean {
  return stylePreset !== undefined && namedStyles(hasPicture).includes(stylePreset)
}

function refusalBy(card: ModelCard, asked: Routable): AppError | undefined {
  const route = findRoute({ ...asked, model: card.id }, accessToday())
  if (route instanceof AppError) return route
  if (route.model.id === card.id) return undefined
  const code = card.abilities[taskOf(asked)] ? 'MODEL_UNAVAILABLE' : 'UNSUPPORTED'
  return new AppError(code, route.reason ?? { key: 'noModelCanThis' }, { field: 'model' })
}

/** Those that can; those that could elsewhere or once; those that cannot at all. */
function rank({ refusal }: Choice): number {
  if (!refusal) return 0
  return refusal.code === 'UNSUPPORTED' ? 2 : 1
}
