import { readFile } from 'node:fs/promises'
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'
import { connect } from '../../sandbox/connect.ts'
import type { BackendFacts } from '../../scripts/backend-process.ts'
import { type Address, outputsSchema } from './backend.ts'
import { password } from './person.ts'
import { readToolsKeys } from './tools-keys.ts'

/** A running backend, and how accounts are made in it. */
export type OpenBackend = Address & {
  /** Makes a confirmed account. */
  addUser(email: string): Promise<void>
}

/** Points aws-amplify of this process at a backend, and takes up the tools' credentials. */
export async function openBackend(facts: BackendFacts): Promise<OpenBackend> {
  const { endpoint, region, userPoolId } = facts
  const outputs = outputsSchema.parse(JSON.parse(await readFile(facts.outputsFile, 'utf8')))
  await connect(outputs)
  const cognito = new CognitoIdentityProviderClient({
    endpoint,
    region,
    credentials: await readToolsKeys(facts.credentialsFile),
  })
  return {
    endpoint,
    region,
    outputs,
    async addUser(email) {
      const user = { UserPoolId: userPoolId, Username: email }
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
