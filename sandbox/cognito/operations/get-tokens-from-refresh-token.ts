import * as z from 'zod'
import { clientOperation } from '../operation.ts'
import { refreshTokens } from '../sign-in.ts'

const input = z.object({ RefreshToken: z.string().min(1).max(2_048) })

export const getTokensFromRefreshToken = clientOperation(
  'GetTokensFromRefreshToken',
  input,
  async (at, { RefreshToken }) => ({
    AuthenticationResult: await refreshTokens(at, RefreshToken),
  }),
)
