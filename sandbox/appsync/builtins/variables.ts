import { templateError } from '../errors.ts'
import { type Fields, isFields, type Namespace } from '../vtl/values.ts'
import { listMembers, mapMembers, mathMembers, textMembers } from './collections.ts'
import { toConditionExpression } from './condition-expression.ts'
import { coreMembers } from './core.ts'
import { dynamodbMembers } from './dynamodb.ts'
import type { Invocation } from './invocation.ts'
import { toSubscriptionFilter } from './subscription-filter.ts'
import { timeMembers } from './time.ts'

type Members = Readonly<Record<string, (...args: unknown[]) => unknown>>

const namespace = (members: Readonly<Record<string, unknown>>): Namespace =>
  new Map(Object.entries(members))

/** `$util.transform` */
export const transformMembers: Members = {
  toDynamoDBFilterExpression: (filter) => toConditionExpression(filter),
  toDynamoDBConditionExpression: (filter) => toConditionExpression(filter),
  toSubscriptionFilter: (filter, ignored, rules) => toSubscriptionFilter(filter, ignored, rules),
}

const shared = {
  dynamodb: namespace(dynamodbMembers),
  transform: namespace(transformMembers),
  list: namespace(listMembers),
  map: namespace(mapMembers),
  str: namespace(textMembers),
  math: namespace(mathMembers),
}

/** @returns what templates of one field's run see beside `$ctx`: `$util`, `$utils`, `$extensions` */
export function builtinVariables(invocation: Invocation): Fields {
  const util = namespace({
    ...coreMembers(invocation),
    ...shared,
    time: namespace(timeMembers(invocation.nowMs)),
  })
  return { util, utils: util, extensions: namespace(extensionMembers(invocation)) }
}

/** `$extensions`: what a resolver asks of the realtime part of one field's run. */
export function extensionMembers(invocation: Invocation): Members {
  const { extensions } = invocation
  return {
    setSubscriptionFilter: (filter) => {
      extensions.subscriptionFilter = filterOf(filter)
      return ''
    },
    setSubscriptionInvalidationFilter: (filter) => {
      extensions.invalidationFilter = filterOf(filter)
      return ''
    },
    invalidateSubscriptions: (request) => {
      const { subscriptionField, payload } = filterOf(request)
      if (typeof subscriptionField !== 'string' || !isFields(payload)) {
        throw templateError('invalidateSubscriptions needs subscriptionField and payload')
      }
      extensions.invalidations.push({ subscriptionField, payload })
      return ''
    },
  }
}

function filterOf(value: unknown): Fields {
  const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : value
  if (!isFields(parsed)) throw templateError('$extensions expects a map')
  return parsed
}
