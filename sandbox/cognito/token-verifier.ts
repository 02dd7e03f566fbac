/** Checks user pool tokens for the services that accept them. */
export interface TokenVerifier {
  /**
   * Verifies what anybody can who has the pool's public key: signature, issuer, expiry and client.
   * So does AppSync, to which a token is good until it expires, whatever became of its user
   * (Cognito's developer guide, "Revoking refresh tokens").
   * @returns its claims
   * @throws Error with AWS's wording when the token is not good
   */
  verifySignature(token: string, userPoolId: string): Promise<Readonly<Record<string, unknown>>>
  /**
   * Verifies signature, issuer, expiry, client and revocation of an ID or access token.
   * @returns its claims
   * @throws Error with AWS's wording when the token is not good
   */
  verify(token: string, userPoolId: string): Promise<Readonly<Record<string, unknown>>>
}
