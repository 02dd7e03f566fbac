import { util } from '@aws-appsync/utils'
import { transactWrite } from '@aws-appsync/utils/dynamodb'

export function request(ctx) {
  const { id, title } = ctx.args
  const table = `Notice-${ctx.stash.awsAppsyncApiId}-${ctx.stash.amplifyApiEnvironmentName}`
  const now = util.time.nowISO8601()
  const condition = { id: { attributeExists: false } }
  const times = { createdAt: now, updatedAt: now }
  return transactWrite({
    items: [
      { conditionCheck: { table, key: { id: 'closed' }, condition } },
      { putItem: { table, key: { id }, condition, item: { title, __typename: 'Notice', ...times } } },
    ],
  })
}

export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type, null, ctx.result)
  }
  return ctx.result.keys[1].id
}
