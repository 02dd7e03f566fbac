import * as z from 'zod'
import type { Input } from './engine.ts'
import type { TableDefinition } from './table-definition.ts'

const attributesSchema = z.record(z.string(), z.unknown())

/** @returns the primary key that a write is about: its `Key`, or that part of its `Item` */
export function itemKey(table: TableDefinition, input: Input): Record<string, unknown> {
  const attributes = attributesSchema.safeParse(input['Key'] ?? input['Item']).data ?? {}
  const names = table.shape.KeySchema.map(({ AttributeName }) => AttributeName)
  return Object.fromEntries(
    names.flatMap((name) => (name in attributes ? [[name, attributes[name]]] : [])),
  )
}
