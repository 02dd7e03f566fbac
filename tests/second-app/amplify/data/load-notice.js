import { util } from '@aws-appsync/utils'
import { get } from '@aws-appsync/utils/dynamodb'

export function request(ctx) {
  return get({ key: { id: ctx.args.noticeId }, consistentRead: true })
}

export function response(ctx) {
  if (!ctx.result) {
    util.error(`There is no notice ${ctx.args.noticeId}.`, 'NotFound')
  }
  return ctx.result
}
