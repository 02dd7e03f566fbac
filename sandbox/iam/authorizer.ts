import type { Log } from '../log.ts'
import { applies, isPrincipal } from './applies.ts'
import type { DecisionEvent, Question, StudiedAuthorizer } from './caller.ts'
import type { ConditionContext } from './conditions.ts'
import {
  type NamedStatement,
  type PolicyDocument,
  type PolicyStatement,
  statementsOf,
} from './policy.ts'

/** The kinds of policy that decide, in AWS's words. */
type Kind = 'identity-based policy' | 'resource-based policy' | 'permissions boundary'

/** The statements of one kind that are about a question. */
type Applying = { readonly kind: Kind; readonly statements: readonly NamedStatement[] }

type Verdict = Omit<DecisionEvent, 'question'> & {
  /** How AWS's sentence ends; of no use when it is allowed. */
  readonly because: string
}

/**
 * Evaluates identity and resource policies and permissions boundaries within one account: an
 * explicit deny wins, then any allow within the boundary counts, else the answer is no (AWS,
 * "Policy evaluation logic").
 */
export function createAuthorizer(options: {
  region: string
  log: Log
  clock?: () => number
}): StudiedAuthorizer {
  const { region, log, clock = Date.now } = options
  const listeners = new Set<(event: DecisionEvent) => void>()
  const lifted = new Set<string>()
  return {
    authorize(question) {
      const context = contextOf(question, region, clock())
      const gathered = gather(question, (policy) =>
        statementsOf(policy).filter(
          ({ id, statement }) => !lifted.has(id) && applies(statement, question, context),
        ),
      )
      const { because, ...verdict } = decide(question, gathered)
      for (const tell of listeners) tell({ question, ...verdict })
      const who = question.caller?.arn ?? question.service ?? 'anonymous'
      const { action, resource } = question
      if (!verdict.allowed) {
        const message = `${who} may not ${action} on ${resource}`
        log({ service: 'iam', level: 'refusal', message })
      }
      return {
        allowed: verdict.allowed,
        message: `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${because}`,
      }
    },
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async without(statementId, work) {
      lifted.add(statementId)
      try {
        return await work()
      } finally {
        lifted.delete(statementId)
      }
    },
  }
}

type Gathered = Readonly<Record<'identity' | 'resource' | 'boundary', Applying>>

/** The statements that are about a question, by the kind of policy in which they stand. */
function gather(
  question: Question,
  pick: (policy: PolicyDocument) => readonly NamedStatement[],
): Gathered {
  const { caller, resourcePolicy } = question
  return {
    identity: {
      kind: 'identity-based policy',
      statements: (caller?.policies ?? []).flatMap(pick),
    },
    resource: {
      kind: 'resource-based policy',
      statements: (resourcePolicy ? pick(resourcePolicy) : []).filter(({ statement }) =>
        isPrincipal(statement, question),
      ),
    },
    boundary: {
      kind: 'permissions boundary',
      statements: caller?.boundary ? pick(caller.boundary) : [],
    },
  }
}

function decide({ caller, action }: Question, gathered: Gathered): Verdict {
  const { identity, resource, boundary } = gathered
  const denied = [identity, resource, boundary].find((each) => idsOf(each, 'Deny').length > 0)
  if (denied) {
    const because = `with an explicit deny in ${a(denied)}`
    return { allowed: false, decidedBy: idsOf(denied, 'Deny'), because }
  }
  const within = idsOf(boundary, 'Allow')
  const allows = [...idsOf(identity, 'Allow'), ...idsOf(resource, 'Allow')]
  const isBeyond = caller?.boundary !== undefined && within.length === 0
  const because = (kind: Kind) => `because no ${kind} allows the ${action} action`
  if (allows.length === 0) {
    const { kind } = caller ? identity : resource
    return { allowed: false, decidedBy: [], because: because(kind) }
  }
  if (isBeyond) return { allowed: false, decidedBy: [], because: because(boundary.kind) }
  return { allowed: true, decidedBy: [...allows, ...within], because: '' }
}

function idsOf({ statements }: Applying, effect: PolicyStatement['Effect']): readonly string[] {
  return statements.filter(({ statement }) => statement.Effect === effect).map(({ id }) => id)
}

function a({ kind }: Applying): string {
  return kind.startsWith('i') ? `an ${kind}` : `a ${kind}`
}

function contextOf(question: Question, region: string, nowMs: number): ConditionContext {
  const { caller } = question
  const tags = Object.entries(caller?.tags ?? {}).map(([name, value]) => [
    `aws:PrincipalTag/${name}`,
    value,
  ])
  return {
    'aws:RequestedRegion': region,
    'aws:CurrentTime': new Date(nowMs).toISOString(),
    'aws:EpochTime': String(Math.floor(nowMs / 1_000)),
    // Every request comes from the machine itself.
    'aws:SourceIp': '127.0.0.1',
    // Every endpoint of the sandbox stands for one that AWS serves over TLS.
    'aws:SecureTransport': 'true',
    ...(caller && {
      'aws:userid': caller.userId,
      'aws:PrincipalArn': caller.roleArn ?? caller.arn,
      'aws:PrincipalAccount': caller.accountId,
      'aws:ResourceAccount': caller.accountId,
    }),
    ...Object.fromEntries(tags),
    ...question.context,
  }
}
