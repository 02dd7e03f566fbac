import * as z from 'zod'
import { setupOperation } from '../setup-operation.ts'
import { checkHasTokens, withNewSecret } from '../software-token.ts'

export const associateSoftwareToken = setupOperation(
  'AssociateSoftwareToken',
  z.object({}),
  async (at) => {
    checkHasTokens(at)
    const user = withNewSecret(at.user)
    await at.users.update(at.user.sub, (current) => ({
      ...current,
      pendingSecret: user.pendingSecret,
    }))
    return { SecretCode: user.pendingSecret, ...at.nextSession(false) }
  },
)
