import { AppError } from '#domain/errors.ts'
import type { PictureId } from '#domain/ids.ts'
import type { Ability, ModelCard } from '#domain/model/card.ts'
import { catalogue } from '#domain/model/catalogue.ts'
import { bestFor, type Route, routeModel } from '#domain/model/route.ts'
import { type Task, taskOf } from '#domain/model/task.ts'
import type { GenerationRequest, RequestFields } from '#domain/operation/request.ts'
import { guides } from '#domain/operation/structure.ts'
import type { Operation } from '#domain/operation/table.ts'
import { upscaleModes } from '#domain/operation/upscale.ts'
import { accessToday } from '../backend/deployment.ts'
import { type Aim, operationFor } from '../editor/store/aim.ts'
import { type Draft, freshDraft, type Situation } from './draft.ts'

/** Stands for a picture that is not chosen yet: it passes the schema and is never sent. */
export const placeholderId = '00000000-0000-4000-8000-000000000000' as PictureId

/** The model that a request goes to, how it does it, and why it is not the one asked for. */
export type Offer = Pick<Route, 'reason' | 'note'> & {
  readonly card: ModelCard
  readonly ability: Ability
}

/** The fields that decide which task a request is, and so who can do it. */
export type Asked = RequestFields & { readonly operation: Operation; readonly model?: string }

type Given = {
  /** The picture that is open; its stand-in where none is. */
  readonly own: PictureId
  readonly hasPicture: boolean
  readonly picked: readonly PictureId[]
  readonly draft: Draft
}

/** What decides, beside the aim itself, who can do it. */
const decided: { readonly [Each in Aim]?: (given: Given) => RequestFields } = {
  TEXT_TO_IMAGE: () => ({}),
  COLOR_GUIDED: ({ picked: [first] }) => ({ pictureId: first }),
  STRUCTURE: ({ own, hasPicture, picked: [first], draft }) => ({
    pictureId: hasPicture ? own : (first ?? own),
    guide: draft.guide,
  }),
  STYLE: ({ own, hasPicture, picked: [first], draft }) => ({
    pictureId: hasPicture ? own : undefined,
    ...(first === undefined && isStyleNamed(draft, hasPicture)
      ? { stylePreset: draft.stylePreset }
      : { stylePictureId: first ?? placeholderId }),
  }),
  VARIATION: ({ own, picked }) => ({
    pictureId: own,
    referenceIds: picked.length > 0 ? [...picked] : undefined,
  }),
  UPSCALE: ({ own, draft }) => ({ pictureId: own, mode: draft.mode }),
}

/** What is asked for, before its details: operation, model, pictures and kind. */
export function askedFor({ aim, picture }: Situation, draft: Draft): Asked {
  const given = {
    own: (picture?.pictureId ?? placeholderId) as PictureId,
    hasPicture: picture !== undefined,
    picked: (draft.picks[aim] ?? []).map(({ id }) => id),
    draft,
  }
  const operation = operationFor(aim, draft.prompt)
  const fields = decided[aim]?.(given) ?? { pictureId: given.own }
  const asked = { operation, model: draft.models[aim], ...fields }
  // What is left out has no key: a request is read strictly, and routed by what it has.
  const present = Object.entries(asked).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present) as Asked
}

/**
 * Who will do it, by the server's own rules. A model may be gone when the request comes: the server
 * then takes another and says so.
 * @throws AppError UNSUPPORTED, MODEL_RETIRED or MODEL_UNAVAILABLE when no model can
 */
export function offerFor(situation: Situation, draft: Draft): Offer {
  const asked = routable(askedFor(situation, draft))
  const { model: card, ...why } = routeModel(asked, accessToday())
  const ability = card.abilities[taskOf(asked)]
  if (ability) return { card, ability, ...why }
  throw new AppError('UNSUPPORTED', { key: 'noModelCanThis' }, { field: 'operation' })
}

/** A model of the catalogue beside what is asked for: it can do it, or why not. */
export type Choice = { readonly card: ModelCard; readonly refusal: AppError | undefined }

/** Every model with what speaks against it, those that can do it first, in the router's order. */
export function modelChoices(situation: Situation, draft: Draft): readonly Choice[] {
  const asked = askedFor(situation, draft)
  const choices = catalogue.map((card) => ({ card, refusal: refusalBy(card, asked) }))
  return choices.toSorted((one, other) => rank(one) - rank(other))
}

/** Why nothing here can be done towards this aim, if so. */
export function aimRefusal(aim: Aim, hasPicture: boolean): AppError | undefined {
  const picture = { pictureId: placeholderId, key: '-', widthPx: 1, heightPx: 1 }
  const situation = { aim, picture: hasPicture ? picture : undefined, isMasked: false }
  const kinds = [
    ...guides.map((guide) => ({ guide })),
    ...upscaleModes.map((mode) => ({ mode })),
  ].map((kind) => ({ ...freshDraft, ...kind }))
  const refusals = kinds.map((draft) => failure(() => offerFor(situation, draft)))
  return refusals.includes(undefined) ? undefined : refusals[0]
}

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

function refusalBy(card: ModelCard, asked: Asked): AppError | undefined {
  return failure(() => {
    const { model, reason } = routeModel(routable({ ...asked, model: card.id }), accessToday())
    if (model.id === card.id) return
    const code = card.abilities[taskOf(routable(asked))] ? 'MODEL_UNAVAILABLE' : 'UNSUPPORTED'
    throw new AppError(code, reason ?? { key: 'noModelCanThis' }, { field: 'model' })
  })
}

/** Those that can; those that could elsewhere or once; those that cannot at all. */
function rank({ refusal }: Choice): number {
  if (!refusal) return 0
  return refusal.code === 'UNSUPPORTED' ? 2 : 1
}

/** Routing asks only for the fields that `askedFor` gives; the words may still be missing. */
function routable(asked: Asked): GenerationRequest {
  return asked as unknown as GenerationRequest
}

/** The refusal that `run` ends with, if it is one. */
export function failure(run: () => unknown): AppError | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}
