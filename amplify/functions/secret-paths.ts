import { secret } from '@aws-amplify/backend'
import type { Node } from 'constructs'

/** What the name of a secret follows in SSM: that of this branch or sandbox, then that of the app. */
export function secretPaths(context: Node): readonly [string, string] {
  const name = String(context.tryGetContext('amplify-backend-name'))
  const namespace = String(context.tryGetContext('amplify-backend-namespace'))
  const type = context.tryGetContext('amplify-backend-type') === 'branch' ? 'branch' : 'sandbox'
  const { branchSecretPath, sharedSecretPath } = secret('').resolvePath({ name, namespace, type })
  return [branchSecretPath, sharedSecretPath]
}
