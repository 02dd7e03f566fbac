import { runtime, util } from '@aws-appsync/utils'

/** Nobody votes with more than ten; a vote of none changes nothing and asks no table. */
export function request(ctx) {
  const by = ctx.args.by ?? 1
  if (by > 10) {
    util.error('A vote counts for ten at most.', 'TooManyVotes', null, { most: 10 })
  }
  if (by === 0) {
    const now = util.time.nowISO8601()
    const unchanged = { id: ctx.args.noticeId, title: 'unchanged', createdAt: now, updatedAt: now }
    runtime.earlyReturn(unchanged, { skipTo: 'END' })
  }
  ctx.stash.by = by
  return { payload: { by } }
}

export function response(ctx) {
  return ctx.result
}
