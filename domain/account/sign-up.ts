import { unreachable } from '../errors.ts'

/** Who may sign up at a deployment. */
export type SignUpRule =
  | { readonly kind: 'CLOSED' }
  | { readonly kind: 'EVERYONE' }
  /** Everyone may, but signs in only once an owner has put them into `approvedGroup`. */
  | { readonly kind: 'APPROVAL' }
  /** Those of these addresses (`ann@example.com`) and domains (`@example.com`), in lower case. */
  | { readonly kind: 'LISTED'; readonly entries: readonly string[] }

/** The group of the user pool that holds whom an owner approved. */
export const approvedGroup = 'approved'

const words: Readonly<Record<string, SignUpRule>> = {
  closed: { kind: 'CLOSED' },
  everyone: { kind: 'EVERYONE' },
  approval: { kind: 'APPROVAL' },
}

/** An address, or a domain after an @. */
const entryPattern = /^[^\s@,]*@[^\s@,]+\.[^\s@,]+$/

/**
 * Reads the setting: `closed`, `everyone`, `approval`, or addresses and domains. A domain admits its
 * own addresses, not those of its subdomains.
 * @returns `undefined` for anything else
 */
export function readSignUpRule(values: readonly string[]): SignUpRule | undefined {
  const entries = values.map((value) => value.trim().toLowerCase())
  const [only] = entries
  if (entries.length === 1 && only !== undefined && words[only]) return words[only]
  const isList = entries.length > 0 && entries.every((entry) => entryPattern.test(entry))
  return isList ? { kind: 'LISTED', entries } : undefined
}

/** Whether somebody with this address may sign up; the pool verifies that it is theirs. */
export function maySignUp(rule: SignUpRule, email: string): boolean {
  switch (rule.kind) {
    case 'CLOSED':
      return false
    case 'EVERYONE':
    case 'APPROVAL':
      return true
    case 'LISTED': {
      const address = email.trim().toLowerCase()
      const domain = address.slice(address.lastIndexOf('@'))
      return rule.entries.includes(address) || rule.entries.includes(domain)
    }
    default:
      return unreachable(rule)
  }
}
