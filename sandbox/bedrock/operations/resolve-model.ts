import type { Authorizer, Caller } from '../../iam/caller.ts'
import { accessDenied, validationError } from '../errors.ts'
import type { Model } from '../models/model.ts'
import { models } from '../models/table.ts'
import type { Place } from './edges.ts'

/** A model as a call names it. */
export type NamedModel = {
  readonly model: Model
  /** The inference profile that it is called through. */
  readonly profileArn: string | undefined
}

/**
 * Finds what a model id, an inference profile's id or the ARN of either names.
 * @throws {BedrockError} ValidationException when there is none of it in the Region, or when the
 *   model can be called through a profile only
 */
export function resolveModel(named: string, place: Place): NamedModel {
  const id = idOf(named, place)
  const own = models.get(id)
  if (own?.regions.includes(place.region)) {
    if (own.profilePrefix === undefined) return { model: own, profileArn: undefined }
    throw validationError(
      `Invocation of model ID ${id} with on-demand throughput isn’t supported. Retry your ` +
        'request with the ID or ARN of an inference profile that contains this model.',
    )
  }
  const profiled = models.get(id.slice(id.indexOf('.') + 1))
  const isProfile = profiled !== undefined && id === `${profiled.profilePrefix}.${profiled.id}`
  if (!isProfile || !profiled.regions.includes(place.region)) {
    throw validationError('The provided model identifier is invalid.')
  }
  return { model: profiled, profileArn: profileArn(id, place) }
}

/** @returns the id within an ARN of this Region, of a model or of this account's profile */
function idOf(named: string, place: Place): string {
  const own = [`arn:aws:bedrock:${place.region}::foundation-model/`, profileArn('', place)]
  const prefix = own.find((each) => named.startsWith(each)) ?? ''
  return named.slice(prefix.length)
}

function profileArn(id: string, { region, accountId }: Place): string {
  return `arn:aws:bedrock:${region}:${accountId}:inference-profile/${id}`
}

/**
 * Asks whether a model may be invoked. Through a profile the caller needs the profile and the model
 * in every Region that it may be routed to: AWS routes as it likes, here each is always asked for.
 * @throws {BedrockError} AccessDeniedException
 */
export function requireInvoke(
  authorizer: Authorizer,
  { model, profileArn: profile }: NamedModel,
  asked: {
    readonly caller: Caller
    readonly region: string
    readonly context: Readonly<Record<string, string>>
  },
): void {
  const question = { caller: asked.caller, action: 'bedrock:InvokeModel' }
  const context =
    profile === undefined
      ? asked.context
      : { ...asked.context, 'bedrock:InferenceProfileArn': profile }
  const regions = profile === undefined ? [asked.region] : model.regions
  const resources = regions.map((each) => `arn:aws:bedrock:${each}::foundation-model/${model.id}`)
  const questions = [
    ...(profile === undefined ? [] : [{ ...question, resource: profile, context: asked.context }]),
    ...resources.map((resource) => ({ ...question, resource, context })),
  ]
  for (const each of questions) {
    const decision = authorizer.authorize(each)
    if (!decision.allowed) throw accessDenied(decision.message)
  }
}
