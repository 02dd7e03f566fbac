import * as z from 'zod'
import type { RequestFields } from './request.ts'
import { operationTable } from './table.ts'

/** What a record says otherwise: which operation it is, and which model was asked for. */
type Otherwise = 'operation' | 'model'
type Name = Exclude<keyof RequestFields, Otherwise>
type Always = 'count' | 'quality'

/** Every request has these. */
const always: readonly string[] = ['count', 'quality'] satisfies Always[]

type Kept = {
  [Each in Name]: Each extends Always
    ? z.ZodType<Exclude<RequestFields[Each], undefined>>
    : z.ZodOptional<z.ZodType<Exclude<RequestFields[Each], undefined>>>
}

/**
 * What a request said, as its record keeps it: every field that some operation has. Their limits
 * are the request's; a record that was accepted once is read whatever the limits are today.
 */
export const keptFields: Kept = Object.fromEntries(
  Object.values(operationTable)
    .flatMap(({ schema: { shape } }) => Object.entries<z.ZodType>(shape))
    .filter(([name]) => name !== 'operation' && name !== 'model')
    .map(([name, type]) => [name, always.includes(name) ? bare(type) : bare(type).optional()]),
) as Kept

/** A field's kind alone: no length, range, default or change of it. */
function bare(type: unknown): z.ZodType {
  if (type instanceof z.ZodOptional || type instanceof z.ZodDefault) return bare(type.unwrap())
  if (type instanceof z.ZodPipe) return bare(type.in)
  if (type instanceof z.ZodArray) return z.array(bare(type.element))
  if (type instanceof z.ZodObject) {
    const shape = Object.entries(type.shape).map(([name, inner]) => [name, bare(inner)])
    return z.object(Object.fromEntries(shape))
  }
  if (type instanceof z.ZodString) return z.string()
  if (type instanceof z.ZodNumber) return z.number()
  return type as z.ZodType
}
