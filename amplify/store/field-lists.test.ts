import { type ObjectTypeDefinitionNode, parse } from 'graphql'
import { expect, test } from 'vitest'
import type * as z from 'zod'
import { documentRecordSchema } from '#domain/document/document.ts'
import { exportSchema } from '#domain/export/export.ts'
import { generationSchema } from '#domain/generation/generation.ts'
import { pictureSchema } from '#domain/picture/picture.ts'
import { schema } from '../data/resource.ts'
import { recordFields } from './selection.ts'

const types = parse(schema.transform().schema).definitions.filter(
  (each): each is ObjectTypeDefinitionNode => each.kind === 'ObjectTypeDefinition',
)

/** Every field of a type, with those of a type inside it. */
function fieldsOf(name: string): string[] {
  const type = types.find((each) => each.name.value === name)
  return (type?.fields ?? []).flatMap((field) => {
    let inner = field.type
    while (inner.kind !== 'NamedType') inner = inner.type
    return [field.name.value, ...fieldsOf(inner.name.value)]
  })
}

test.each([
  ['Generation', recordFields(generationSchema)],
  ['Picture', recordFields(pictureSchema)],
  ['Export', recordFields(exportSchema)],
  ['Document', recordFields(documentRecordSchema)],
])('writers of a %s select every field, so that subscribers get whole records', (name, fields) => {
  // AppSync adds these three to each model by itself.
  const wanted = new Set([...fieldsOf(name), 'id', 'createdAt', 'updatedAt'])
  expect([...new Set(fields.match(/\w+/g))].toSorted()).toEqual([...wanted].toSorted())
})

test.each([
  ['Generation', generationSchema],
  ['Picture', pictureSchema],
  ['Export', exportSchema],
  ['Document', documentRecordSchema],
])('a field of a %s is required of the API where it is of the record', (name, record) => {
  const fields = types.find((each) => each.name.value === name)?.fields ?? []
  const required = fields.flatMap(({ name: { value }, type }) =>
    type.kind === 'NonNullType' ? value : [],
  )
  const wanted = Object.entries<z.ZodType>(record.shape).flatMap(([field, type]) =>
    type.safeParse(undefined).success ? [] : field,
  )
  // Amplify makes every model's id itself.
  expect(['id', ...required].toSorted()).toEqual(wanted.toSorted())
})
