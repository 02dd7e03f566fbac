import * as z from 'zod'
import { checkMutable, readAttributes } from '../attributes.ts'
import { type CodeDelivery, sendCode } from '../delivery.ts'
import { CognitoError } from '../errors.ts'
import { attributesSchema, type TokenContext, tokenOperation } from '../operation.ts'

const input = z.object({ UserAttributes: attributesSchema })

export const updateUserAttributes = tokenOperation(
  'UpdateUserAttributes',
  input,
  async (at, { UserAttributes }) => {
    const given = readAttributes(at.pool, at.client, UserAttributes)
    checkMutable(at.pool, Object.keys(given))
    const changed = Object.entries(given).filter(
      ([name, value]) => at.user.attributes[name] !== value,
    )
    const addresses = changed.filter(([name]) => at.pool.autoVerified.includes(name))
    for (const [name, value] of addresses) checkFree(at, name, value)
    const waiting = addresses.filter(([name]) => at.pool.verifiedBeforeUpdate.includes(name))
    const direct = changed.filter(([name]) => !waiting.some(([each]) => each === name))
    await at.users.update(at.user.sub, (user) => ({
      ...user,
      attributes: { ...user.attributes, ...Object.fromEntries(direct.flatMap(unverify)) },
      pending: { ...user.pending, ...Object.fromEntries(waiting) },
      modifiedAtMs: at.now(),
    }))
    const CodeDeliveryDetailsList: CodeDelivery[] = []
    for (const [attribute, address] of addresses) {
      const purpose = `verify-${attribute}` as const
      CodeDeliveryDetailsList.push(await sendCode(at, at.user, { purpose, attribute, address }))
    }
    return { CodeDeliveryDetailsList }
  },
)

function unverify([name, value]: [string, string]): [string, string][] {
  const isAddress = name === 'email' || name === 'phone_number'
  return isAddress
    ? [
        [name, value],
        [`${name}_verified`, 'false'],
      ]
    : [[name, value]]
}

function checkFree(at: TokenContext, name: string, value: string): void {
  const owner = at.pool.signInAttributes.some((each) => each === name) && at.users.find(value)
  if (!owner || owner.sub === at.user.sub) return
  const message = `An account with the ${name} already exists.`
  throw new CognitoError('AliasExistsException', message)
}
