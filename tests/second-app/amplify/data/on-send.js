import { extensions, util } from '@aws-appsync/utils'

export function request() {
  return { payload: null }
}

export function response(ctx) {
  const { room, atLeast } = ctx.args
  if (room === 'staff' && !ctx.identity?.groups?.includes('admins')) {
    util.unauthorized()
  }
  const filter = { urgency: { ge: atLeast ?? 0 } }
  if (room) {
    filter.room = { eq: room }
  }
  extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter(filter))
  return null
}
