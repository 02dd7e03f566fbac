import * as z from 'zod'
import { approvedGroup, maySignUp, type SignUpRule } from '#domain/account/sign-up.ts'
import type { Message } from '#domain/message/message.ts'
import { messageText } from '#domain/message/text.ts'

/** What a user pool asks before a sign-up and before it makes tokens (Cognito, "Lambda triggers"). */
export const admitSchema = z.object({
  triggerSource: z.string(),
  request: z.object({
    userAttributes: z.object({ email: z.string().default('') }),
    groupConfiguration: z.object({ groupsToOverride: z.array(z.string()).nullish() }).optional(),
  }),
})

/**
 * Lets a person sign up, or in, by the deployment's rule. Whom an administrator makes is admitted.
 * @throws Error whose message, which Cognito passes on, is a message as text
 */
export function admitPerson(
  rule: SignUpRule,
  { triggerSource, request }: z.infer<typeof admitSchema>,
): void {
  if (triggerSource === 'PreSignUp_AdminCreateUser') return
  if (triggerSource.startsWith('PreSignUp_')) {
    if (maySignUp(rule, request.userAttributes.email)) return
    throw refused({ key: rule.kind === 'CLOSED' ? 'signUpClosed' : 'addressNotListed' })
  }
  const groups = request.groupConfiguration?.groupsToOverride ?? []
  if (rule.kind !== 'APPROVAL' || groups.includes(approvedGroup)) return
  throw refused({ key: 'approvalNeeded' })
}

/** Cognito passes on nothing but the message; the browser reads a message of ours in it. */
function refused(message: Message): Error {
  return new Error(messageText(message))
}
