import type { Service } from '../gateway/service.ts'
import { queryAnswer, queryRefusal, readForm } from './query.ts'

/** Of STS, who signed a request; every caller may ask that. */
export function createSts(): Service {
  return {
    body: 'buffer',
    maxBodyBytes: 10_000,
    handle(request) {
      const action = readForm(request).get('Action') ?? ''
      const { caller } = request
      if (!caller) {
        const message = 'The request must contain a valid security token.'
        return Promise.resolve(queryRefusal(403, 'MissingAuthenticationToken', message))
      }
      if (action !== 'GetCallerIdentity') {
        const message = `The sandbox does not know sts:${action}.`
        return Promise.resolve(queryRefusal(400, 'InvalidAction', message))
      }
      const { arn: Arn, userId: UserId, accountId: Account } = caller
      return Promise.resolve(queryAnswer(action, { Arn, UserId, Account }))
    },
  }
}
