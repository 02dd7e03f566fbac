/** Checks user pool tokens for the services that accept them. */
export interface TokenVerifier {
  /**
   * Verifies signature, issuer, expiry, client and revocation of an ID or access token.
   * @returns its claims
   * @throws Error with AWS's wording when the token is not good
   */
  verify(token: string, userPoolId: string): Promise<Readonly<Record<string, unknown>>>
}
