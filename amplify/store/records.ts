import * as z from 'zod'
import { AppError } from '#domain/errors.ts'
import type { DataApi } from './data-api.ts'
import { recordFields } from './selection.ts'

export type Page<T> = { readonly items: readonly T[]; readonly cursor: string | undefined }

/** The generated operations of one model, with one field list, so that subscribers get all. */
export interface Records<T> {
  get(id: string): Promise<T | undefined>
  /** @returns the record as stored, or `undefined` when there was one already; that is left alone */
  create(record: T): Promise<T | undefined>
  /** @returns the record after the change, or `undefined` when its revision was another */
  update(of: { id: string; revision: number }, change: object): Promise<T | undefined>
  /** @returns whether there was such a record */
  remove(id: string): Promise<boolean>
  /** One page of an index, by its `queryField` and partition key. */
  page(index: string, key: Readonly<Record<string, string>>, cursor?: string): Promise<Page<T>>
}

/** DynamoDB reads at most 1 MB a page, whatever is asked for. */
const pageLimit = 500

/** @param model its name in the API's schema, and how a record is parsed */
export function createRecords<T>(
  api: DataApi,
  model: { name: string; schema: z.ZodType<T> & z.ZodObject },
): Records<T> {
  const { name, schema } = model
  const fields = recordFields(schema)
  const pageSchema = z.object({ items: z.array(schema), nextToken: z.string().optional() })
  const write = (verb: 'create' | 'update' | 'delete') => {
    const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}${name}Input!`
    const condition = `Model${name}ConditionInput`
    return `mutation Write($input: ${type}, $condition: ${condition}) {
      ${verb}${name}(input: $input, condition: $condition) { ${fields} } }`
  }
  return {
    async get(id) {
      const document = `query Get($id: ID!) { get${name}(id: $id) { ${fields} } }`
      const found = await api.run(document, { id })
      return found === undefined ? undefined : schema.parse(found)
    },
    async create(record) {
      const done = await unlessRefused(api.run(write('create'), { input: record }))
      return done === refused ? undefined : schema.parse(done)
    },
    async update({ id, revision }, change) {
      const done = await unlessRefused(
        api.run(write('update'), {
          input: { ...change, id, revision: revision + 1 },
          condition: { revision: { eq: revision } },
        }),
      )
      return done === refused ? undefined : schema.parse(done)
    },
    async remove(id) {
      const done = await unlessRefused(api.run(write('delete'), { input: { id } }))
      return done !== refused && done !== undefined
    },
    async page(index, key, cursor) {
      const [argument, value] = Object.entries(key)[0] ?? []
      const document = `query Page($key: String!, $limit: Int, $cursor: String) {
        ${index}(${argument}: $key, limit: $limit, nextToken: $cursor) {
          items { ${fields} } nextToken } }`
      const found = pageSchema.parse(
        await api.run(document, { key: value, limit: pageLimit, cursor }),
      )
      return { items: found.items, cursor: found.nextToken }
    },
  }
}

const refused = Symbol('refused')

async function unlessRefused(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof AppError && error.code === 'CONFLICT') return refused
    throw error
  }
}
