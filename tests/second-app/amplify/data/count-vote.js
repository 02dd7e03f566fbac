import { util } from '@aws-appsync/utils'
import * as ddb from '@aws-appsync/utils/dynamodb'

export function request(ctx) {
  const before = ctx.prev.result
  return ddb.update({
    key: { id: before.id },
    condition: { or: [{ voters: { attributeExists: false } }, { not: { voters: { contains: ctx.identity.sub } } }] },
    update: {
      votes: before.votes ? ddb.operations.increment(ctx.stash.by) : ctx.stash.by,
      voters: before.voters ? ddb.operations.append([ctx.identity.sub]) : [ctx.identity.sub],
      updatedAt: util.time.nowISO8601(),
    },
  })
}

export function response(ctx) {
  const { error, result } = ctx
  if (error) {
    util.appendError('One vote a person.', error.type)
    return ctx.prev.result
  }
  return result
}
