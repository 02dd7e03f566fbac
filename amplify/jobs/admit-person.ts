import * as z from 'zod'
import { approvedGroup, maySignUp, type SignUpRule } from '#domain/account/sign-up.ts'

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
 * @throws Error whose message Cognito passes on to the person
 */
export function admitPerson(
  rule: SignUpRule,
  { triggerSource, request }: z.infer<typeof admitSchema>,
): void {
  if (triggerSource === 'PreSignUp_AdminCreateUser') return
  if (triggerSource.startsWith('PreSignUp_')) {
    if (maySignUp(rule, request.userAttributes.email)) return
    throw new Error(
      rule.kind === 'CLOSED'
        ? 'Nobody can sign up here yet. Whoever runs this deployment opens it with REPAINT_SIGN_UP.'
        : 'This address is not among those that may sign up here. Ask whoever runs this deployment.',
    )
  }
  const groups = request.groupConfiguration?.groupsToOverride ?? []
  if (rule.kind !== 'APPROVAL' || groups.includes(approvedGroup)) return
  throw new Error('Your account waits for approval. You can sign in once an owner has approved it.')
}
