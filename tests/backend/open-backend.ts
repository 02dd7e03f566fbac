import { readFile } from 'node:fs/promises'
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'
import { connect } from '../../sandbox/connect.ts'
import type { BackendFacts } from '../../scripts/backend-process.ts'
import { type Address, outputsSchema } from './address.ts'
import { password } from './sign-in.ts'
import { readToolsKeys } from './tools-keys.ts'

/** A running backend, and how accounts are made in it. */
export type OpenBackend = Address & {
  /** Makes a confirmed account. */
  addUser(email: string): Promise<void>
}

/**
 * Points aws-amplify of this process at a backend in another, and takes up the tools' credentials.
 * @param files those that the backend writes when it starts
 */
export async function openBackend(
  files: Pick<BackendFacts, 'outputsFile' | 'credentialsFile'>,
): Promise<OpenBackend> {
  const outputs = outputsSchema.parse(JSON.parse(await readFile(files.outputsFile, 'utf8')))
  await connect(outputs)
  const { endpoint } = outputs.custom.sandbox
  const { aws_region: region, user_pool_id: UserPoolId } = outputs.auth
  const cognito = new CognitoIdentityProviderClient({
    endpoint,
    region,
    credentials: await readToolsKeys(files.credentialsFile),
  })
  return {
    endpoint,
    region,
    outputs,
    async addUser(email) {
      const user = { UserPoolId, Username: email }
      const UserAttributes = [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ]
      await cognito.send(
        new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: 'SUPPRESS' }),
      )
      await cognito.send(
        new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }),
      )
    },
  }
}
