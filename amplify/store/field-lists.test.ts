import { type ObjectTypeDefinitionNode, parse } from 'graphql'
import { expect, test } from 'vitest'
import { schema } from '../data/resource.ts'
import { generationFields } from './generation-fields.ts'
import { pictureFields } from './picture-fields.ts'

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
  ['Generation', generationFields],
  ['Picture', pictureFields],
])('writers of a %s select every field, so that subscribers get whole records', (name, fields) => {
  // AppSync adds these three to each model by itself.
  const wanted = new Set([...fieldsOf(name), 'id', 'createdAt', 'updatedAt'])
  expect([...new Set(fields.match(/\w+/g))].toSorted()).toEqual([...wanted].toSorted())
})
