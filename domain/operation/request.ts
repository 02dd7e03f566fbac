import * as z from 'zod'
import { AppError } from '../errors.ts'
import type { PictureId } from '../ids.ts'
import { invalidRequest } from '../invalid-request.ts'
import { withoutNulls } from '../nulls.ts'
import { type Definition, type Operation, operations, operationTable } from './table.ts'

/** One request for images, as the browser, the function and the worker all understand it. */
export const generationRequestSchema = z.discriminatedUnion(
  'operation',
  Object.values(operationTable).map(({ schema }) => schema) as [
    Definition['schema'],
    ...Definition['schema'][],
  ],
)

export type GenerationRequest = z.infer<typeof generationRequestSchema>

type Masked = Extract<GenerationRequest, { maskKey: string }>

/** A request whose mask may still have to be stored: all that can be said of it before. */
export type UnmaskedRequest = GenerationRequest | WithoutMask<Masked>
type WithoutMask<Each> = Each extends unknown ? Omit<Each, 'maskKey'> : never

/** The request of one operation. */
export type RequestOf<Asked extends Operation> = Extract<GenerationRequest, { operation: Asked }>

type FieldName<Each = GenerationRequest> = Each extends unknown ? keyof Each : never
type FieldType<Name, Each = GenerationRequest> = Each extends unknown
  ? Name extends keyof Each
    ? Each[Name]
    : never
  : never

/** Every field that some request has, to look for one without asking for the operation first. */
export type RequestFields = {
  readonly [Name in FieldName]?: FieldType<Name> | undefined
}

/** Every picture that a request, or the record of one, works from: the one to change first. */
export function picturesOf(asked: RequestFields): PictureId[] {
  const { pictureId, referenceIds = [], stylePictureId } = asked
  return [pictureId, ...referenceIds, stylePictureId].filter((id) => id !== undefined)
}

/**
 * Parses what a client sent. GraphQL sends `null` for what was left out, so nulls count as absent.
 * @throws AppError UNSUPPORTED for an operation we do not know, INVALID_REQUEST for the rest
 */
export function parseGenerationRequest(input: unknown): GenerationRequest {
  const given: { operation?: unknown } = { ...(withoutNulls(input) as object) }
  const { operation } = given
  if (typeof operation === 'string' && !operations.includes(operation as Operation)) {
    const reason = { key: 'operationUnknown', operation: operation.slice(0, 40) } as const
    throw new AppError('UNSUPPORTED', reason, { field: 'operation' })
  }
  const result = generationRequestSchema.safeParse(given)
  if (!result.success) throw invalidRequest(result.error)
  return result.data
}

/**
 * Reads a request that a mask is still missing from; other operations are read whole.
 * @returns INVALID_REQUEST naming the field where it is none
 */
export function readUnmasked(fields: {
  readonly operation: Operation
}): UnmaskedRequest | AppError {
  const schema: z.ZodObject = operationTable[fields.operation].schema
  const read = 'maskKey' in schema.shape ? schema.omit({ maskKey: true }) : schema
  const result = (read as unknown as z.ZodType<UnmaskedRequest>).safeParse(fields)
  return result.success ? result.data : invalidRequest(result.error)
}

/**
 * A whole request of one that may still have lacked its mask.
 * @param maskKey `undefined` where the operation has none: strict requests have no such key then
 * @throws AppError INVALID_REQUEST when it has to have one, or must not
 */
export function withMask(request: UnmaskedRequest, maskKey: string | undefined): GenerationRequest {
  return parseGenerationRequest(maskKey === undefined ? request : { ...request, maskKey })
}

/** A record that keeps what a request said; `modelAsked` is the model that it named. */
type Kept = { readonly operation: Operation; readonly modelAsked?: string | undefined }

/**
 * The request that a record was made for, from the fields that its operation has.
 * @throws AppError INVALID_REQUEST when the record could not have been accepted
 */
export function requestOf(record: Kept): GenerationRequest {
  const { operation, modelAsked } = record
  const kept: Readonly<Record<string, unknown>> = { ...record, model: modelAsked }
  const fields = Object.keys(operationTable[operation].schema.shape)
    .map((name) => [name, kept[name]] as const)
    .filter(([, value]) => value !== undefined)
  return parseGenerationRequest(Object.fromEntries(fields))
}
