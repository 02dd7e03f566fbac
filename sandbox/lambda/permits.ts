import { type Deployment, resourcesOfType } from '../assembly/resource.ts'
import type { Authorizer, Caller, CredentialIssuer } from '../iam/caller.ts'
import type { PolicyDocument, PolicyStatement } from '../iam/policy.ts'
import type { Roles } from '../iam/roles.ts'
import { isTrusted } from '../iam/trust.ts'
import type { FunctionConfig } from './function-config.ts'

/** What Lambda's neighbours may do on a function's behalf, or to it. */
export interface Permits {
  /** Credentials for a function's processes, as far as its role lets Lambda assume it. */
  readonly credentials: CredentialIssuer
  /** Whether a function's role may consume a queue. */
  mayPoll(functionName: string, queueArn: string): boolean
  /** Who a function's role is when Lambda sends on how its events ended; nobody without function. */
  senderOf(functionArn: string): Caller | undefined
  mayInvoke(caller: Caller, functionArn: string): boolean
  /** Whether the function's own policy lets a user pool call it. */
  readonly mayServePool: (functionArn: string, poolArn: string) => boolean
  /** Whether a schedule may invoke a function: by its own role, or by the function's policy. */
  mayStart(schedule: ScheduledCall): boolean
}

export type ScheduledCall = {
  readonly functionArn: string
  /** The role of an `AWS::Scheduler::Schedule`; a rule of EventBridge has none. */
  readonly roleArn: string | undefined
  /** ARN of the schedule's group, or of the rule. */
  readonly sourceArn: string
}

/** What an event source mapping asks of a function's role (Lambda's guide, "Using SQS"). */
const consumption = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']

/** Asks the authorizer for what Lambda, its event sources and EventBridge do by themselves. */
export function createPermits(of: {
  deployment: Deployment
  authorizer: Authorizer
  roles: Roles
  configs: readonly FunctionConfig[]
  credentials: CredentialIssuer & { callerOf(roleArn: string, sessionName: string): Caller }
}): Permits {
  const { deployment, authorizer, roles, configs, credentials } = of
  const trusts = (roleArn: string, service: string, context: Record<string, string> = {}) => {
    const role = roles.find(roleArn)
    return role !== undefined && isTrusted(authorizer, { role, service, context })
  }
  const callerOf = (functionName: string) => {
    const config = configs.find(({ name, arn }) => name === functionName || arn === functionName)
    return config && credentials.callerOf(config.roleArn, config.name)
  }
  const mayInvoke = (caller: Caller, resource: string) =>
    authorizer.authorize({ caller, action: 'lambda:InvokeFunction', resource }).allowed
  const contextOf = (sourceArn: string) => ({
    'aws:SourceArn': sourceArn,
    'aws:SourceAccount': deployment.accountId,
  })
  const mayCall = (functionArn: string, service: string, sourceArn: string) =>
    authorizer.authorize({
      action: 'lambda:InvokeFunction',
      resource: functionArn,
      caller: undefined,
      service,
      context: contextOf(sourceArn),
      resourcePolicy: policyOf(deployment, functionArn),
    }).allowed
  return {
    senderOf: callerOf,
    mayInvoke,
    mayServePool: (functionArn, poolArn) =>
      mayCall(functionArn, 'cognito-idp.amazonaws.com', poolArn),
    credentials: {
      issue(session) {
        if (trusts(session.roleArn, 'lambda.amazonaws.com')) return credentials.issue(session)
        throw new Error(`The role ${session.roleArn} cannot be assumed by Lambda.`)
      },
    },
    mayPoll(functionName, queueArn) {
      const caller = callerOf(functionName)
      if (!caller) return false
      return consumption.every(
        (action) => authorizer.authorize({ caller, action, resource: queueArn }).allowed,
      )
    },
    mayStart({ functionArn, roleArn, sourceArn }) {
      if (roleArn === undefined) {
        return mayCall(functionArn, 'events.amazonaws.com', sourceArn)
      }
      if (!trusts(roleArn, 'scheduler.amazonaws.com', contextOf(sourceArn))) return false
      return mayInvoke(credentials.callerOf(roleArn, 'scheduler'), functionArn)
    },
  }
}

/** A function's own policy, which its `AWS::Lambda::Permission`s make up. */
function policyOf(deployment: Deployment, functionArn: string): PolicyDocument {
  const permissions = resourcesOfType(deployment, 'AWS::Lambda::Permission').filter(
    ({ properties }) => {
      const name = String(properties['FunctionName'])
      return name === functionArn || functionArn.endsWith(`:function:${name}`)
    },
  )
  return {
    origin: `${functionArn}/policy`,
    Statement: permissions.map(({ properties }): PolicyStatement => {
      const source = properties['SourceArn'] as string | undefined
      return {
        Effect: 'Allow',
        Action: String(properties['Action']),
        Resource: functionArn,
        Principal: { Service: String(properties['Principal']) },
        ...(source !== undefined && {
          Condition: { ArnLike: { 'aws:SourceArn': source } },
        }),
      }
    }),
  }
}
