import { GetFoundationModelAvailabilityCommand } from '@aws-sdk/client-bedrock'
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { paginateListServiceQuotas } from '@aws-sdk/client-service-quotas'
import { GetAccountCommand, GetEmailIdentityCommand } from '@aws-sdk/client-sesv2'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import type { ModelCard } from '../../domain/model/card.ts'
import type { Clients } from './clients.ts'
import { findRemains, type Remains } from './left-behind.ts'

/** A model that the deployment calls, in the Region where it does. */
export type CalledModel = { readonly card: ModelCard; readonly region: string }

export type ModelAccess = CalledModel & {
  readonly access: 'OPEN' | 'PENDING' | 'NO_AGREEMENT' | 'NOT_AUTHORIZED' | 'NOT_HERE'
}

export type Quota = { readonly name: string; readonly code: string; readonly value: number }

/** What AWS says of an account; `undefined` is what it would not say. */
export type Account = {
  readonly id: string
  readonly isBootstrapped: boolean | undefined
  readonly models: readonly ModelAccess[] | undefined
  readonly lambdaQuotas: readonly Quota[] | undefined
  /** Quotas of Bedrock by Region. */
  readonly modelQuotas: Readonly<Record<string, readonly Quota[]>> | undefined
  readonly mail: { readonly isVerified: boolean; readonly mailsEverybody: boolean } | undefined
  readonly remains: Remains | undefined
  /** What could not be looked at, and why. */
  readonly unread: readonly string[]
}

/** What there is to look at. */
export type Wanted = {
  readonly models: readonly CalledModel[]
  /** The domain that SES mails from; empty without. */
  readonly mailDomain: string
  /** How the names of the branch's stacks begin, or those of all branches. */
  readonly rootStack: string
}

/**
 * Asks AWS what a deployment depends on; changes nothing.
 * @returns `undefined` when no credentials answer
 */
export async function readAccount(clients: Clients, wanted: Wanted): Promise<Account | undefined> {
  const caller = await clients.sts.send(new GetCallerIdentityCommand()).catch(() => undefined)
  if (!caller?.Account) return undefined
  const unread: string[] = []
  const tried = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read()
    } catch (error) {
      unread.push(`${what} (${error instanceof Error ? error.name : String(error)})`)
      return undefined
    }
  }
  const regions = [...new Set(wanted.models.map(({ region }) => region))]
  return {
    id: caller.Account,
    isBootstrapped: await tried('the bootstrap', () => isBootstrapped(clients)),
    models: await tried('access to models', () =>
      Promise.all(wanted.models.map((model) => accessTo(clients, model))),
    ),
    lambdaQuotas: await tried('quotas of Lambda', () => quotasOf(clients, 'lambda')),
    modelQuotas: await tried('quotas of Bedrock', async () => {
      const each = regions.map(
        async (region) => [region, await quotasOf(clients, 'bedrock', region)] as const,
      )
      return Object.fromEntries(await Promise.all(each))
    }),
    mail:
      wanted.mailDomain === ''
        ? undefined
        : await tried('SES', () => mailOf(clients, wanted.mailDomain)),
    remains: await tried('stacks', () => findRemains(clients, wanted.rootStack)),
    unread,
  }
}

async function isBootstrapped({ cloudFormation }: Clients): Promise<boolean> {
  try {
    await cloudFormation.send(new DescribeStacksCommand({ StackName: 'CDKToolkit' }))
    return true
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist')) return false
    throw error
  }
}

async function accessTo({ bedrockIn }: Clients, model: CalledModel): Promise<ModelAccess> {
  const command = new GetFoundationModelAvailabilityCommand({ modelId: model.card.id })
  try {
    const told = await bedrockIn(model.region).send(command)
    return { ...model, access: accessOf(told) }
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') {
      return { ...model, access: 'NOT_HERE' }
    }
    throw error
  }
}

function accessOf(told: {
  regionAvailability?: string | undefined
  authorizationStatus?: string | undefined
  agreementAvailability?: { status?: string | undefined } | undefined
}): ModelAccess['access'] {
  if (told.regionAvailability === 'NOT_AVAILABLE') return 'NOT_HERE'
  if (told.authorizationStatus === 'NOT_AUTHORIZED') return 'NOT_AUTHORIZED'
  const status = told.agreementAvailability?.status
  if (status === 'PENDING') return 'PENDING'
  return status === 'AVAILABLE' ? 'OPEN' : 'NO_AGREEMENT'
}

async function quotasOf(
  { region: own, quotasIn }: Clients,
  ServiceCode: string,
  region = own,
): Promise<Quota[]> {
  const found: Quota[] = []
  const pages = paginateListServiceQuotas({ client: quotasIn(region) }, { ServiceCode })
  for await (const { Quotas = [] } of pages) {
    for (const { QuotaName: name, QuotaCode: code, Value: value } of Quotas) {
      if (name && code && value !== undefined) found.push({ name, code, value })
    }
  }
  return found
}

async function mailOf({ ses }: Clients, domain: string): Promise<NonNullable<Account['mail']>> {
  const command = new GetEmailIdentityCommand({ EmailIdentity: domain })
  const identity = await ses.send(command).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'NotFoundException') return undefined
    throw error
  })
  const account = await ses.send(new GetAccountCommand())
  return {
    isVerified: identity?.VerifiedForSendingStatus === true,
    mailsEverybody: account.ProductionAccessEnabled === true,
  }
}
