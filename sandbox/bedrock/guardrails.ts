import * as z from 'zod'
import { type Deployment, resourcesOfType } from '../assembly/resource.ts'
import { validationError } from './errors.ts'

/** A guardrail that calls may name. */
export type Guardrail = {
  /** e.g. `ff6ujrregl1q` */
  readonly id: string
  readonly arn: string
  /** `DRAFT` and the numbers of the versions made of it. */
  readonly versions: readonly string[]
  readonly blockedInput: string
  readonly blockedOutput: string
}

/** A call that goes through a guardrail. */
export type Guarded = {
  readonly guardrail: Guardrail
  readonly version: string
  readonly isTraced: boolean
}

/** Words that stand for what a guardrail's policies would catch. */
const triggerWords = { input: 'guardedprompt', output: 'guardedoutput' } as const

const blocked = 'Sorry, the model cannot answer this question.'

const properties = z.object({
  BlockedInputMessaging: z.string().default(blocked),
  BlockedOutputsMessaging: z.string().default(blocked),
})

/** @returns a guardrail by its id, with one version beside its draft */
export function createGuardrail(
  id: string,
  { region, accountId }: { readonly region: string; readonly accountId: string },
): Guardrail {
  const arn = `arn:aws:bedrock:${region}:${accountId}:guardrail/${id}`
  return { id, arn, versions: ['DRAFT', '1'], blockedInput: blocked, blockedOutput: blocked }
}

/** @returns the guardrails of the template, each with the versions that the template makes of it */
export function readGuardrails(deployment: Deployment): readonly Guardrail[] {
  const made = resourcesOfType(deployment, 'AWS::Bedrock::GuardrailVersion')
  return resourcesOfType(deployment, 'AWS::Bedrock::Guardrail').map((resource) => {
    const id = String(resource.attributes['GuardrailId'])
    const arn = String(resource.attributes['GuardrailArn'])
    const own = made.filter(
      ({ properties: { GuardrailIdentifier: of } }) => of === id || of === arn,
    )
    const messages = properties.parse(resource.properties)
    return {
      id,
      arn,
      versions: ['DRAFT', ...own.map((_, index) => String(index + 1))],
      blockedInput: messages.BlockedInputMessaging,
      blockedOutput: messages.BlockedOutputsMessaging,
    }
  })
}

const identifierForm =
  /^([a-z0-9]+|arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail\/[a-z0-9]+)$/
const versionForm = /^([1-9][0-9]{0,7}|DRAFT)$/
const configField = 'amazon-bedrock-guardrailConfig'

/**
 * Reads the two headers of a call.
 * @throws {BedrockError} ValidationException when one is missing or malformed, or names nothing
 */
export function guardedBy(
  headers: Readonly<Record<string, string>>,
  guardrails: readonly Guardrail[],
): Guarded | undefined {
  const identifier = headers['x-amzn-bedrock-guardrailidentifier']
  const version = headers['x-amzn-bedrock-guardrailversion']
  if (identifier === undefined && version === undefined) return undefined
  if (identifier === undefined || version === undefined) {
    throw validationError('guardrailIdentifier and guardrailVersion must be specified together.')
  }
  if (!headers['content-type']?.startsWith('application/json')) {
    throw validationError('A guardrail requires the content type application/json.')
  }
  const trace = headers['x-amzn-bedrock-trace']
  const isTraced = trace === 'ENABLED' || trace === 'ENABLED_FULL'
  return guardedAs({ identifier, version, isTraced }, guardrails)
}

/**
 * Finds the guardrail that a call names.
 * @throws {BedrockError} ValidationException when a name is malformed, or names nothing
 */
export function guardedAs(
  named: { readonly identifier: string; readonly version: string; readonly isTraced: boolean },
  guardrails: readonly Guardrail[],
): Guarded {
  const { identifier, version, isTraced } = named
  requireForm('guardrailIdentifier', identifier, identifierForm)
  requireForm('guardrailVersion', version, versionForm)
  const guardrail = guardrails.find(({ id, arn }) => identifier === id || identifier === arn)
  if (!guardrail?.versions.includes(version)) {
    throw validationError(
      'The guardrail identifier or version provided in the request does not exist.',
    )
  }
  return { guardrail, version, isTraced }
}

function requireForm(name: string, value: string, form: RegExp): void {
  if (form.test(value)) return
  throw validationError(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: ` +
      `Member must satisfy regular expression pattern: ${form.source}`,
  )
}

/** What a guardrail catches of a request: a word of the prompt, or by a word what comes of it. */
export type Intervention = { readonly of: 'input' | 'output'; readonly word: string }

/**
 * Assesses a request, and takes out the settings that are the guardrail's, not the model's.
 * @throws {BedrockError} ValidationException for such settings without a guardrail, and for pictures
 *   that it cannot assess
 */
export function assess(
  guarded: Guarded | undefined,
  body: unknown,
): { readonly body: unknown; readonly intervention: Intervention | undefined } {
  const record = z.record(z.string(), z.unknown()).safeParse(body)
  if (!record.success) return { body, intervention: undefined }
  const { [configField]: config, ...rest } = record.data
  if (guarded === undefined) {
    if (config === undefined) return { body, intervention: undefined }
    throw validationError(`${configField} requires guardrailIdentifier and guardrailVersion.`)
  }
  checkPictures(rest)
  const words = shortTexts(rest).join(' ').toLowerCase()
  const of = (['input', 'output'] as const).find((each) => words.includes(triggerWords[each]))
  return { body: rest, intervention: of && { of, word: triggerWords[of] } }
}

/** Longer texts are pictures in base64. */
const maxWords = 10_000

/** What a guardrail assesses in one request (AWS's page "guardrails-mmfilter"). */
const pictureLimits = { count: 20, bytes: 4_000_000 } as const

/** How PNG and JPEG begin in base64. */
const pictureStart = /^(iVBORw0KGgo|\/9j\/)/

function checkPictures(body: unknown): void {
  const pictures = [...textsOf(body)].filter(({ length }) => length > maxWords)
  if (pictures.length > pictureLimits.count) {
    throw validationError(`A guardrail assesses at most ${pictureLimits.count} images.`)
  }
  for (const picture of pictures) {
    if (!pictureStart.test(picture)) {
      throw validationError('A guardrail assesses images in PNG or JPEG format only.')
    }
    if (picture.length * 0.75 > pictureLimits.bytes) {
      throw validationError(`A guardrail assesses images of at most ${pictureLimits.bytes} bytes.`)
    }
  }
}

/** Prompts, not images. */
function shortTexts(body: unknown): string[] {
  return [...textsOf(body)].filter(({ length }) => length <= maxWords)
}

function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  if (typeof value !== 'object' || value === null) return
  for (const each of Object.values(value)) yield* textsOf(each)
}

/** What a guardrail adds to the response body. */
export function guardrailMarks(guarded: Guarded, intervention: Intervention | undefined): object {
  const marks = { 'amazon-bedrock-guardrailAction': intervention ? 'INTERVENED' : 'NONE' }
  if (!guarded.isTraced) return marks
  const assessment = { [guarded.guardrail.id]: assessmentOf(intervention) }
  const found = intervention?.of === 'output' ? { outputs: [assessment] } : { input: assessment }
  return { ...marks, 'amazon-bedrock-trace': { guardrail: found } }
}

/** What a guardrail adds to an answer of Converse. */
export function converseTrace(guarded: Guarded, intervention: Intervention | undefined): object {
  if (!guarded.isTraced) return {}
  const { id } = guarded.guardrail
  const assessment = assessmentOf(intervention)
  const found =
    intervention?.of === 'output'
      ? { outputAssessments: { [id]: [assessment] } }
      : { inputAssessment: { [id]: assessment } }
  return { trace: { guardrail: found } }
}

function assessmentOf(intervention: Intervention | undefined): object {
  const customWords = intervention ? [{ match: intervention.word, action: 'BLOCKED' }] : []
  return { wordPolicy: { customWords, managedWordLists: [] } }
}
