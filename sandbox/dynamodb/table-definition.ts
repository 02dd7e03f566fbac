import * as z from 'zod'
import { type Deployment, resourcesOfType } from '../assembly/resource.ts'

const keySchema = z.array(
  z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }),
)

const indexSchema = z.object({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.object({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
})

/** The parts of a table that CreateTable and DescribeTable have in common. */
export const tableShapeSchema = z.object({
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z.array(indexSchema).optional(),
  LocalSecondaryIndexes: z.array(indexSchema).optional(),
})
export type TableShape = z.infer<typeof tableShapeSchema>

const timeToLiveSchema = z.object({
  TimeToLiveSpecification: z
    .object({ AttributeName: z.string(), Enabled: z.union([z.boolean(), z.stringbool()]) })
    .optional(),
})

/** A table as the template describes it. */
export type TableDefinition = {
  readonly name: string
  readonly shape: TableShape
  readonly timeToLiveAttribute: string | undefined
}

/**
 * Reads the tables of a deployment: CloudFormation's own, and Amplify's, whose properties are
 * CreateTable's with a lower-case first letter.
 * @throws Error when a table does not have that shape
 */
export function tablesOf(deployment: Deployment): readonly TableDefinition[] {
  return ['AWS::DynamoDB::Table', 'Custom::AmplifyDynamoDBTable']
    .flatMap((type) => resourcesOfType(deployment, type))
    .map((resource) => {
      const properties = capitalise(resource.properties)
      const ttl = timeToLiveSchema.parse(properties).TimeToLiveSpecification
      return {
        name: resource.physicalId,
        shape: usedAttributes(tableShapeSchema.parse(properties)),
        timeToLiveAttribute: ttl?.Enabled ? ttl.AttributeName : undefined,
      }
    })
}

/** @returns whether two tables have the same key */
export function sameKey(a: TableShape, b: TableShape): boolean {
  return keyText(a, a.KeySchema) === keyText(b, b.KeySchema)
}

/** @returns whether two tables have the same key and the same indexes, in any order */
export function sameShape(a: TableShape, b: TableShape): boolean {
  return sameKey(a, b) && indexText(a) === indexText(b)
}

/** DynamoDB refuses definitions of attributes that are in no key. */
function usedAttributes(shape: TableShape): TableShape {
  const indexes = [...(shape.GlobalSecondaryIndexes ?? []), ...(shape.LocalSecondaryIndexes ?? [])]
  const used = new Set(
    [shape.KeySchema, ...indexes.map((index) => index.KeySchema)]
      .flat()
      .map(({ AttributeName }) => AttributeName),
  )
  const kept = shape.AttributeDefinitions.filter(({ AttributeName }) => used.has(AttributeName))
  const { GlobalSecondaryIndexes: global, LocalSecondaryIndexes: local, ...rest } = shape
  return {
    ...rest,
    AttributeDefinitions: kept,
    ...(global && global.length > 0 && { GlobalSecondaryIndexes: global }),
    ...(local && local.length > 0 && { LocalSecondaryIndexes: local }),
  }
}

function indexText(shape: TableShape): string {
  const lines = (kind: string, indexes: TableShape['GlobalSecondaryIndexes'] = []) =>
    indexes.map((index) => {
      const { ProjectionType: type, NonKeyAttributes: names = [] } = index.Projection
      return [kind, index.IndexName, keyText(shape, index.KeySchema), type, [...names].sort()]
    })
  return [
    ...lines('global', shape.GlobalSecondaryIndexes),
    ...lines('local', shape.LocalSecondaryIndexes),
  ]
    .map((line) => JSON.stringify(line))
    .sort()
    .join('\n')
}

function keyText(shape: TableShape, key: TableShape['KeySchema']): string {
  const typeOf = (name: string) =>
    shape.AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType
  return key
    .map(({ AttributeName: name, KeyType: kind }) => `${kind} ${name} ${typeOf(name)}`)
    .sort()
    .join(', ')
}

function capitalise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capitalise)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      capitalise(inner),
    ]),
  )
}
