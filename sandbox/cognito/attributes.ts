import { CognitoError, invalidParameter } from './errors.ts'
import type { PoolClient, UserPool } from './pool.ts'
import { standardAttributes } from './pool-properties.ts'

/** An attribute as the wire carries it. */
type WireAttribute = { readonly Name: string; readonly Value?: string | undefined }

/** Most characters of one value (API_AttributeType). */
const MAX_VALUE_LENGTH = 2_048
const EMAIL = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/
const PHONE = /^\+\d{5,15}$/

/**
 * Reads attributes that a caller sets on a user.
 * @param client the client that writes them; `undefined` for an administrator, who may set all
 * @throws CognitoError with AWS's sentence for an unknown, forbidden or malformed attribute
 */
export function readAttributes(
  pool: UserPool,
  client: PoolClient | undefined,
  attributes: readonly WireAttribute[],
): Record<string, string> {
  for (const { Name, Value } of attributes) {
    checkName(pool, client, Name)
    checkValue(Name, Value ?? '')
  }
  return Object.fromEntries(attributes.map(({ Name, Value }) => [Name, Value ?? '']))
}

/** @throws CognitoError when an attribute that the pool requires is missing */
export function checkRequired(pool: UserPool, attributes: Readonly<Record<string, string>>): void {
  const missing = pool.schema.filter(({ name, isRequired }) => isRequired && !attributes[name])
  if (missing.length === 0) return
  const reasons = missing.map(({ name }) => `${name}: The attribute is required\n`)
  throw invalidParameter(`Attributes did not conform to the schema: ${reasons.join('')}`)
}

/** @throws CognitoError when an attribute cannot change once it is set */
export function checkMutable(pool: UserPool, names: readonly string[]): void {
  const fixed = pool.schema.find(({ name, isMutable }) => !isMutable && names.includes(name))
  if (fixed) throw invalidParameter(`user.${fixed.name}: Attribute cannot be updated.\n`)
}

/** @returns the sign-in attribute that `name` is a value of, `undefined` when it is none */
export function signInAttributeOf(pool: UserPool, name: string): string | undefined {
  return pool.signInAttributes.find((attribute) => isValid(attribute, name))
}

function checkName(pool: UserPool, client: PoolClient | undefined, name: string): void {
  if (name === 'sub') throw invalidParameter('Cannot modify the non-mutable attribute sub')
  if (!standardAttributes.has(name) && !pool.schema.some((rule) => rule.name === name)) {
    throw invalidParameter(
      `Attributes did not conform to the schema: Type for attribute {${name}} could not be determined`,
    )
  }
  if (client === undefined) return
  if (name.endsWith('_verified') || client.writable?.includes(name) === false) {
    throw new CognitoError(
      'NotAuthorizedException',
      'A client attempted to write unauthorized attribute',
    )
  }
}

function checkValue(name: string, value: string): void {
  if (value.length > MAX_VALUE_LENGTH) {
    throw invalidParameter(`Attribute value for ${name} must not be longer than 2048 characters.`)
  }
  if (!isValid(name, value)) {
    const kind = name === 'email' ? 'email address' : 'phone number'
    throw invalidParameter(`Invalid ${kind} format.`)
  }
}

function isValid(name: string, value: string): boolean {
  if (name === 'email') return EMAIL.test(value)
  return name === 'phone_number' ? PHONE.test(value) : true
}
