import type { Service, ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { Authorizer } from '../iam/caller.ts'
import type { AccountFacts, Stack } from './facts.ts'
import { queryAnswer, queryRefusal, readForm } from './query.ts'

type Edges = {
  readonly stacks: AccountFacts['stacks']
  readonly region: string
  readonly authorizer: Authorizer
}

/** When the account's stacks were made; nothing offline asks for more. */
const madeAt = '2026-01-01T00:00:00.000Z'

/** Of CloudFormation, which stacks there are and what they hold, each in one page. */
export function createCloudFormation(edges: Edges): Service {
  return {
    body: 'buffer',
    maxBodyBytes: 10_000,
    handle: (request) => Promise.resolve(answer(edges, request)),
  }
}

function answer(edges: Edges, request: ServiceRequest): ServiceResponse {
  const form = readForm(request)
  const action = form.get('Action') ?? ''
  const question = { caller: request.caller, action: `cloudformation:${action}`, resource: '*' }
  const { allowed, message } = edges.authorizer.authorize(question)
  if (!allowed) return queryRefusal(403, 'AccessDenied', message)
  const idOf = ({ name }: Stack) =>
    `arn:aws:cloudformation:${edges.region}:${request.caller?.accountId ?? ''}:stack/${name}/0`
  const named = form.get('StackName')
  const found = edges.stacks.filter(
    (each) => named === null || [each.name, idOf(each)].includes(named),
  )
  const described = (stack: Stack) => ({
    StackId: idOf(stack),
    StackName: stack.name,
    StackStatus: stack.status,
    CreationTime: madeAt,
  })
  if (named !== null && found.length === 0) {
    return queryRefusal(400, 'ValidationError', `Stack with id ${named} does not exist`)
  }
  switch (action) {
    case 'DescribeStacks':
      return queryAnswer(action, { Stacks: found.map(described) })
    case 'ListStacks':
      return queryAnswer(action, { StackSummaries: found.map(described) })
    case 'ListStackResources': {
      const listed = found.flatMap(({ resources }) => resources)
      const summaries = listed.map(({ type, physicalId, status }, index) => ({
        LogicalResourceId: `Resource${index}`,
        PhysicalResourceId: physicalId,
        ResourceType: type,
        ResourceStatus: status,
        LastUpdatedTimestamp: madeAt,
      }))
      return queryAnswer(action, { StackResourceSummaries: summaries })
    }
    default:
      return queryRefusal(400, 'InvalidAction', `The sandbox does not know ${question.action}.`)
  }
}
