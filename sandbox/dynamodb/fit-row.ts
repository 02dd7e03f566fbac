import type { Item } from './engine.ts'
import type { TableShape } from './table-definition.ts'

/**
 * A row that the table can hold. AWS keeps a row out of an index when it has a null where the index
 * has a key; dynalite would refuse the whole row, so that null, which reads the same when it is
 * absent, is left out.
 * @throws Error naming the attribute when it has another type than the index asks for
 */
export function fitRow(row: Item, shape: TableShape): Item {
  const unfit = shape.AttributeDefinitions.filter(
    ({ AttributeName: name, AttributeType: type }) => {
      return row[name] !== undefined && !isKey(row[name], type)
    },
  ).map(({ AttributeName: name, AttributeType: type }) => {
    if (!isNull(row[name])) {
      const found = JSON.stringify(row[name]).slice(0, 80)
      throw new Error(`An index wants ${name} to be of type ${type}, but a row has ${found}.`)
    }
    return name
  })
  return unfit.length === 0
    ? row
    : Object.fromEntries(Object.entries(row).filter(([name]) => !unfit.includes(name)))
}

/** No key may be empty. */
function isKey(value: unknown, type: string): boolean {
  if (typeof value !== 'object' || value === null || !(type in value)) return false
  return (value as Record<string, unknown>)[type] !== ''
}

function isNull(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'NULL' in value
}
