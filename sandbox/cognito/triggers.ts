import * as z from 'zod'
import type { FunctionInvoker, InvocationResult } from '../lambda/invoker.ts'
import { CognitoError } from './errors.ts'
import type { PoolClient, TriggerName, UserPool } from './pool.ts'
import type { User } from './user.ts'

/** Cognito waits this long for a trigger, and then fails the call (Developer Guide, "Lambda triggers"). */
const maxTriggerMs = 5_000

/** The way from a pool to its functions. */
export type TriggerEdges = {
  readonly functions: FunctionInvoker
  /** Whether the function's own policy lets the pool call it. */
  readonly mayCall: (functionArn: string, poolArn: string) => boolean
  readonly region: string
}

type Call = {
  readonly pool: UserPool
  readonly client: PoolClient | undefined
  /** e.g. `PreSignUp_SignUp` */
  readonly source: string
  readonly user: Pick<User, 'username' | 'attributes'>
  readonly request: object
  /** What the event offers to be changed. */
  readonly response: object
}

const answerSchema = z.object({ response: z.record(z.string(), z.unknown()) })

/**
 * Asks a pool's function, where it has one for this.
 * @returns the `response` of the event that came back; `undefined` without a function
 * @throws CognitoError in Cognito's words when the function refuses, fails or answers no event
 */
async function ask(
  edges: TriggerEdges,
  trigger: TriggerName,
  { pool, client, source, user, request, response }: Call,
): Promise<Record<string, unknown> | undefined> {
  const functionArn = pool.triggers[trigger]
  if (functionArn === undefined) return undefined
  if (!edges.mayCall(functionArn, pool.arn)) {
    const message = `Cognito is not allowed to invoke ${functionArn}.`
    throw new CognitoError('UnexpectedLambdaException', message)
  }
  const event = {
    version: '1',
    triggerSource: source,
    region: edges.region,
    userPoolId: pool.id,
    userName: user.username,
    callerContext: { awsSdkVersion: 'sandbox', clientId: client?.id ?? 'CLIENT_ID_NOT_APPLICABLE' },
    request: { userAttributes: user.attributes, ...request },
    response,
  }
  const result = await within(edges.functions.invoke(functionArn, event, 'RequestResponse'))
  return readAnswer(trigger, result)
}

function readAnswer(
  trigger: TriggerName,
  result: InvocationResult | undefined,
): Record<string, unknown> {
  if (result === undefined) {
    throw new CognitoError('UnexpectedLambdaException', `${trigger} invocation failed: timed out.`)
  }
  if (result.kind === 'failed') {
    throw result.isRefused
      ? new CognitoError('UnexpectedLambdaException', `${trigger}: ${result.errorMessage}`)
      : new CognitoError(
          'UserLambdaValidationException',
          `${trigger} failed with error ${result.errorMessage.replace(/\.$/, '')}.`,
        )
  }
  const answer = answerSchema.safeParse(result.payload)
  if (answer.success) return answer.data.response
  throw new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output')
}

/** Asks whether somebody may sign up, or be made by an administrator. @throws CognitoError if not */
export async function askBeforeSignUp(
  edges: TriggerEdges,
  of: {
    pool: UserPool
    client?: PoolClient
    source: 'PreSignUp_SignUp' | 'PreSignUp_AdminCreateUser'
    user: Pick<User, 'username' | 'attributes'>
  },
): Promise<void> {
  const response = await ask(edges, 'PreSignUp', {
    client: undefined,
    ...of,
    request: { validationData: null },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  })
  const asked = Object.entries(response ?? {}).find(([, value]) => value === true)
  if (!asked) return
  throw new CognitoError('UnexpectedLambdaException', `The sandbox does not support ${asked[0]}.`)
}

/** Asks whether tokens may be made. @throws CognitoError if not */
export async function askBeforeTokens(
  edges: TriggerEdges,
  of: {
    pool: UserPool
    client: PoolClient
    source: 'TokenGeneration_Authentication' | 'TokenGeneration_RefreshTokens'
    user: User
  },
): Promise<void> {
  const response = await ask(edges, 'PreTokenGeneration', {
    ...of,
    request: {
      groupConfiguration: {
        groupsToOverride: of.user.groups,
        iamRolesToOverride: [],
        preferredRole: null,
      },
    },
    response: { claimsOverrideDetails: null },
  })
  if (response?.['claimsOverrideDetails'] == null) return
  const message = 'The sandbox does not support claimsOverrideDetails.'
  throw new CognitoError('UnexpectedLambdaException', message)
}

async function within(work: Promise<InvocationResult>): Promise<InvocationResult | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), maxTriggerMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
