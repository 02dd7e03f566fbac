import * as z from 'zod'

/**
 * Every field of a record, as GraphQL selects it: all writers select all, because subscribers get
 * exactly what a mutation selected, and nothing at all without `owner`. AppSync adds the two times.
 * @returns e.g. `id owner frame { leftPx rightPx } createdAt updatedAt`
 */
export function recordFields(schema: z.ZodObject): string {
  const { createdAt: _created, updatedAt: _updated, ...shape } = schema.shape
  return `${selectionOf(z.object(shape))} createdAt updatedAt`
}

function selectionOf(schema: z.ZodObject): string {
  const fields = Object.entries(schema.shape).map(([name, type]) => {
    const inner = innermost(type)
    return inner instanceof z.ZodObject ? `${name} { ${selectionOf(inner)} }` : name
  })
  return fields.join(' ')
}

/** What an optional, forgiving or repeated field holds. */
function innermost(type: unknown): unknown {
  if (type instanceof z.ZodArray) return innermost(type.element)
  if (type instanceof z.ZodOptional || type instanceof z.ZodCatch) return innermost(type.unwrap())
  return type
}
