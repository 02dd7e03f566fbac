import * as z from 'zod'
import type { SignUpRule } from '#domain/account/sign-up.ts'
import { type AccessToday, type ModelAccess, modelAccessSchema } from '#domain/model/access.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { modelsWith } from '#domain/model/catalogue.ts'
import { cardOfOwn, offeredModelSchema } from '#domain/model/own-models.ts'
import { previewsNamed } from '#domain/model/previews.ts'
import type { ModelState } from '#domain/model/state.ts'
import { type Personal, personalKinds } from '#domain/usage/allowance.ts'
import { limitSettingsSchema, limitsOf } from '#domain/usage/limit-settings.ts'
import type { Amount } from '#domain/usage/usage.ts'

/** What the backend writes into its outputs about itself, each part by the names of its settings. */
const accessSchema = z.object({ custom: modelAccessSchema })
const ownSchema = z.object({
  custom: z.object({
    ownModels: z.array(offeredModelSchema),
    previewModels: z.array(z.string()).default([]),
  }),
})
const limitsSchema = z.object({ custom: limitSettingsSchema(personalKinds) })

/** Until the backend has said so: what a deployment without settings may call. */
let access: ModelAccess = {
  modelRegions: ['us-west-2'],
  preferredModels: [],
  allowedRetiredModels: [],
}

/** Models that the deployment added itself. */
let own: readonly ModelCard[] = []

/** What one person may use; unknown where the backend did not say so. */
let limits: Personal<Amount> | undefined

/** Who may sign up; a backend that does not say so lets Cognito decide. */
let signUp: SignUpRule['kind'] = 'EVERYONE'

const signUpSchema = z.object({
  custom: z.object({ signUp: z.enum(['CLOSED', 'EVERYONE', 'APPROVAL', 'LISTED']) }),
})

/** @returns who may sign up here */
export function signUpKind(): SignUpRule['kind'] {
  return signUp
}

/** Models that were found gone when they were called. */
let foundRetired: ReadonlySet<string> = new Set()

/** Remembers what the backend wrote about itself; outputs that say nothing change nothing. */
export function noteDeployment(outputs: unknown): void {
  const parsed = accessSchema.safeParse(outputs)
  if (parsed.success) access = parsed.data.custom
  const added = ownSchema.safeParse(outputs)
  if (added.success) {
    const { ownModels, previewModels } = added.data.custom
    own = [...ownModels.map(cardOfOwn), ...previewsNamed(previewModels)]
  }
  const given = limitsSchema.safeParse(outputs)
  if (given.success) limits = limitsOf(personalKinds, given.data.custom)
  const admission = signUpSchema.safeParse(outputs)
  if (admission.success) signUp = admission.data.custom.signUp
}

/** @returns what one person may use here by UTC day and month, if the backend said so */
export function personalLimits(): Personal<Amount> | undefined {
  return limits
}

/** @returns every model that this deployment knows */
export function knownModels(): readonly ModelCard[] {
  return modelsWith(own)
}

/** @returns the name of the first model at an endpoint of the deployment, if there is one */
export function ownModelName(): string | undefined {
  return own.find(({ endpoint }) => endpoint)?.name
}

/** @returns what this deployment may call today, as the server sees it when it routes a request */
export function accessToday(): AccessToday {
  return { ...access, own, foundRetired, today: new Date().toISOString().slice(0, 10) }
}

/** Remembers which models are gone, so that no form offers them. */
export function noteModelStates(states: readonly ModelState[]): void {
  const gone = states.filter(({ status }) => status === 'RETIRED')
  foundRetired = new Set(gone.map(({ id }) => id))
}
