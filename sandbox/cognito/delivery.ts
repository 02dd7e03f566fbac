import { type CodePurpose, newCode, withCode } from './codes.ts'
import type { PoolContext } from './operation.ts'
import type { User } from './user.ts'

/** Where a code went, with the address made unreadable. */
export type CodeDelivery = {
  readonly AttributeName: string
  readonly DeliveryMedium: 'EMAIL' | 'SMS'
  readonly Destination: string
}

/** @returns what the wire says of a code sent to `address`; the same for one only pretended */
export function describeDelivery(attribute: string, address: string): CodeDelivery {
  return {
    AttributeName: attribute,
    DeliveryMedium: attribute === 'phone_number' ? 'SMS' : 'EMAIL',
    Destination: maskAddress(address),
  }
}

/** Counts one mail against the limit of an hour, then makes, keeps and mails a new code. */
export async function sendCode(
  at: PoolContext,
  user: User,
  { purpose, attribute, address }: { purpose: CodePurpose; attribute: string; address: string },
): Promise<CodeDelivery> {
  at.attempts.take('mail', `${at.pool.id} ${user.sub}`)
  const code = newCode()
  await at.users.update(user.sub, (current) =>
    withCode(current, purpose, { code, nowMs: at.now() }),
  )
  await mailCode(at, { to: address, code, purpose })
  return describeDelivery(attribute, address)
}

/** Mails a code with the pool's own words. */
export async function mailCode(
  { pool, mail }: Pick<PoolContext, 'pool' | 'mail'>,
  { to, code, purpose }: { to: string; code: string; purpose: CodePurpose },
): Promise<void> {
  const { subject, message } = purpose === 'sign-in' ? pool.signInMail : pool.verification
  await mail.send({ to, subject, body: message.replaceAll('{####}', code), code, purpose })
}

/** @returns the attribute whose address gets the sign-up code, `undefined` when none does */
export function signUpAttribute(
  pool: PoolContext['pool'],
  attributes: Readonly<Record<string, string>>,
): string | undefined {
  // With both verified automatically, Cognito takes the phone number.
  return ['phone_number', 'email'].find(
    (name) => pool.autoVerified.includes(name) && attributes[name] !== undefined,
  )
}

function maskAddress(address: string): string {
  // In lower case: the address as stored must not differ from the one that a stranger typed.
  const [local, domain] = address.toLowerCase().split('@')
  if (domain === undefined) return `+*******${address.slice(-4)}`
  return `${local?.charAt(0) ?? ''}***@${domain.charAt(0)}***`
}
