import * as z from 'zod'
import type { UserPoolEdges } from './edges.ts'
import { notAuthorized } from './errors.ts'
import {
  findClient,
  type Operation,
  parse,
  readAccessToken,
  type TokenContext,
} from './operation.ts'

type SetupContext = TokenContext & {
  /** @returns the sign-in's next key, where it is a sign-in that sets up its second factor */
  nextSession(isVerified: boolean): { Session?: string }
}

const proof = z
  .object({
    AccessToken: z.string().min(1).optional(),
    Session: z.string().min(20).max(2_048).optional(),
  })
  .refine(
    ({ AccessToken, Session }) => (AccessToken === undefined) !== (Session === undefined),
    'Either an access token or a session is needed',
  )

/** An operation of somebody who is signed in, or who must set up a second factor to be. */
export function setupOperation<I>(
  name: string,
  input: z.ZodType<I>,
  run: (context: SetupContext, input: I) => Promise<object>,
): Operation {
  return {
    name,
    run: async (edges, _request, body) => {
      const { AccessToken, Session = '' } = parse(proof, body)
      const given = parse(input, body)
      if (AccessToken === undefined) return await run(fromSession(edges, Session), given)
      const signedIn = await readAccessToken(edges, AccessToken)
      return await run({ ...signedIn, nextSession: () => ({}) }, given)
    },
  }
}

function fromSession(edges: UserPoolEdges, key: string): SetupContext {
  const { clientId, sub, isVerified } = edges.challenges.find('MFA_SETUP', key)
  const open = findClient(edges, clientId)
  const user = open.users.findBySub(sub)
  // The password alone must not replace an app that was set up in the meantime.
  const isOver = isVerified || user?.softwareToken !== undefined
  if (!user || isOver) throw notAuthorized('Invalid session for the user.')
  return {
    ...edges,
    ...open,
    user,
    nextSession(isVerified) {
      edges.challenges.take('MFA_SETUP', key, clientId)
      const next = { kind: 'MFA_SETUP', clientId, sub, isVerified } as const
      return { Session: edges.challenges.open(next, open.client.challengeMs) }
    },
  }
}
