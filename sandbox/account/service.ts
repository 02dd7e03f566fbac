import * as z from 'zod'
import type { Service } from '../gateway/service.ts'
import type { Authorizer } from '../iam/caller.ts'
import { createCloudFormation } from './cloudformation.ts'
import type { AccountFacts } from './facts.ts'
import { readingService } from './json-service.ts'
import { createSts } from './sts.ts'

const listSchema = z.object({ ServiceCode: z.string() })

const identityPath = /^\/v2\/email\/identities\/([^/]+)$/

/** Services that tell what AWS knows of the account itself; they change nothing. */
export function createAccountServices(options: {
  facts: AccountFacts
  region: string
  authorizer: Authorizer
}): Record<'cloudformation' | 'servicequotas' | 'ses' | 'sts', Service> {
  const { facts, authorizer } = options
  return {
    sts: createSts(),
    cloudformation: createCloudFormation({ ...options, stacks: facts.stacks }),
    servicequotas: readingService({
      prefix: 'servicequotas',
      authorizer,
      operationOf: ({ headers }) => headers['x-amz-target']?.split('.')[1] ?? '',
      operations: {
        ListServiceQuotas: ({ body }) => {
          const { ServiceCode } = listSchema.parse(JSON.parse(body.toString()))
          const listed = facts.quotas.filter(({ service }) => service === ServiceCode)
          const Quotas = listed.map(({ code, name, value }) => ({
            ServiceCode,
            QuotaCode: code,
            QuotaName: name,
            Value: value,
          }))
          return { Quotas }
        },
      },
    }),
    ses: readingService({
      prefix: 'ses',
      authorizer,
      operationOf: ({ path }) => (identityPath.test(path) ? 'GetEmailIdentity' : 'GetAccount'),
      operations: {
        GetAccount: () => ({ ProductionAccessEnabled: facts.mailsEverybody }),
        GetEmailIdentity: ({ path }) => {
          const name = decodeURIComponent(identityPath.exec(path)?.[1] ?? '')
          const isVerified = facts.identities[name]
          if (isVerified === undefined) return undefined
          return { IdentityType: 'DOMAIN', VerifiedForSendingStatus: isVerified }
        },
      },
    }),
  }
}
