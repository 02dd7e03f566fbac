import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'

export interface Accounts {
  /** @returns the address of an account, or `undefined` when there is none */
  emailOf(username: string): Promise<string | undefined>
  /** Removes an account; one that is gone already counts as removed. */
  remove(username: string): Promise<void>
}

export function createAccounts(userPoolId: string): Accounts {
  const client = new CognitoIdentityProviderClient({})
  return {
    async emailOf(username) {
      try {
        const { UserAttributes = [] } = await client.send(
          new AdminGetUserCommand({ UserPoolId: userPoolId, Username: username }),
        )
        return UserAttributes.find(({ Name }) => Name === 'email')?.Value
      } catch (error) {
        if (error instanceof UserNotFoundException) return undefined
        throw error
      }
    },
    async remove(username) {
      try {
        await client.send(
          new AdminDeleteUserCommand({ UserPoolId: userPoolId, Username: username }),
        )
      } catch (error) {
        if (!(error instanceof UserNotFoundException)) throw error
      }
    },
  }
}
