import { util } from '@aws-appsync/utils'

export function request(ctx) {
  const { room, text, urgency } = ctx.args
  return {
    payload: {
      room,
      text: util.str.normalize(text, 'nfc'),
      urgency: urgency ?? 0,
      from: ctx.identity?.username ?? util.authType(),
      at: util.time.nowISO8601(),
    },
  }
}

export const response = (ctx) => ctx.result
