import { expect, test } from 'vitest'
import { fitRow } from './fit-row.ts'

const shape = {
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' as const },
    { AttributeName: 'status', AttributeType: 'S' as const },
  ],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
}

test('a row that fits, or lacks the key of an index, stays as it is', () => {
  const row = { id: { S: '1' }, status: { S: 'READY' }, size: { N: '7' } }
  expect([fitRow(row, shape), fitRow({ id: { S: '1' } }, shape)]).toEqual([row, { id: { S: '1' } }])
})

test('a null in the place of an index key is left out', () => {
  expect(fitRow({ id: { S: '1' }, status: { NULL: true } }, shape)).toEqual({ id: { S: '1' } })
})

test.each([{ N: '7' }, { S: '' }])('a row with %j in the place of a key is refused', (status) => {
  expect(() => fitRow({ id: { S: '1' }, status }, shape)).toThrow(
    `An index wants status to be of type S, but a row has ${JSON.stringify(status)}.`,
  )
})
