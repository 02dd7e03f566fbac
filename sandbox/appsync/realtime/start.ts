import { getNamedType, isInterfaceType, isObjectType } from 'graphql'
import * as z from 'zod'
import type { Api } from '../api.ts'
import { authenticate } from '../authenticate.ts'
import { checkDocument, chooseOperation } from '../document.ts'
import { RequestError } from '../errors.ts'
import { type Execution, executeOperation } from '../execute.ts'
import { toValidationError, type WireError } from '../wire-errors.ts'
import { filterFault } from './check-filter.ts'
import type { Subscription } from './hub.ts'
import { readCredentials, type VerifySigned } from './signed-headers.ts'

const payloadSchema = z.object({
  data: z.string(),
  extensions: z.object({ authorization: z.unknown() }),
})
const dataSchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
})

export type Started =
  | {
      readonly kind: 'started'
      readonly subscription: Pick<
        Subscription,
        'fieldName' | 'args' | 'fieldNames' | 'execution' | 'extensions'
      >
    }
  | {
      readonly kind: 'refused'
      readonly errors: readonly Pick<WireError, 'errorType' | 'message'>[]
    }

/**
 * Decides on a `start` message: who asks, whether the document is good, what the field's resolver says.
 * @throws RequestError when the message or its credentials are bad
 */
export async function startSubscription(
  api: Api,
  payload: unknown,
  signed: { path: string; verify: VerifySigned | undefined },
): Promise<Started> {
  const message = payloadSchema.safeParse(payload)
  if (!message.success) {
    throw new RequestError(
      400,
      'BadRequestException',
      'A start message needs data and authorization.',
    )
  }
  const { data, extensions } = message.data
  const credentials = readCredentials(extensions.authorization, { ...signed, body: data })
  const identity = await authenticate(api.definition, credentials, api.edges)
  const request = parseData(data)
  const checked = checkDocument(api, request.query)
  if (checked.kind === 'invalid') {
    return { kind: 'refused', errors: checked.errors.map(toValidationError) }
  }
  const execution: Execution = {
    document: checked.document,
    variables: request.variables ?? {},
    operationName: request.operationName ?? undefined,
    identity,
    headers: credentials.headers,
  }
  const operation = chooseOperation(checked.document, execution.operationName)
  if (operation.operation !== 'subscription') {
    throw new RequestError(400, 'UnsupportedOperation', 'Only subscriptions run over a WebSocket.')
  }
  const outcome = await executeOperation(api, execution)
  // A subscription has no value yet; that its type does not allow null is no refusal.
  const errors = outcome.errors.filter(({ message }) => !message.startsWith('Cannot return null'))
  if (errors.length > 0) return { kind: 'refused', errors }
  const { subscriptionFilter, invalidationFilter } = outcome.extensions
  for (const filter of [subscriptionFilter, invalidationFilter]) {
    const fault = filter && filterFault(filter)
    if (fault !== undefined) throw new RequestError(400, 'BadRequestException', fault)
  }
  const [root] = outcome.roots
  if (!root) throw new RequestError(400, 'BadRequestException', 'The subscription selects nothing.')
  const fieldNames = fieldsOf(api, root.fieldName)
  return {
    kind: 'started',
    subscription: { ...root, fieldNames, execution, extensions: outcome.extensions },
  }
}

function parseData(data: string): z.infer<typeof dataSchema> {
  try {
    return dataSchema.parse(JSON.parse(data))
  } catch {
    throw new RequestError(
      400,
      'BadRequestException',
      'The data of the start message is not GraphQL.',
    )
  }
}

/** Fields of the subscribed type, which arguments can filter on. */
function fieldsOf(api: Api, fieldName: string): ReadonlySet<string> {
  const field = api.schema.getSubscriptionType()?.getFields()[fieldName]
  const type = field && getNamedType(field.type)
  return new Set(isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [])
}
