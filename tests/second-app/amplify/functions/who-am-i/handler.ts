/** @returns the identity that AppSync saw */
export async function handler(event: { identity: { cognitoIdentityId?: string } }) {
  return JSON.stringify({ identityId: event.identity.cognitoIdentityId })
}
