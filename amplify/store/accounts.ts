import {
  AdminDeleteUserCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'

export interface Accounts {
  /** Removes an account; one that is gone already counts as removed. */
  remove(username: string): Promise<void>
}

export function createAccounts(userPoolId: string): Accounts {
  const client = new CognitoIdentityProviderClient({})
  return {
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
