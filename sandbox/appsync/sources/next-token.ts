import { FieldError } from '../errors.ts'
import { isFields, printed } from '../vtl/values.ts'

type Page = { readonly tableName: string; readonly index: string | undefined }

/** @returns an opaque token for the page after `lastKey`, or null after the last page */
export function encodeToken(lastKey: unknown, page: Page): string | null {
  if (!isFields(lastKey)) return null
  return Buffer.from(JSON.stringify([page.tableName, page.index ?? null, lastKey])).toString(
    'base64url',
  )
}

/**
 * @returns the start key in a token, or `undefined` for the first page
 * @throws FieldError when the token is not ours, or another list's
 */
export function decodeToken(token: unknown, page: Page): unknown {
  if (token === null || token === undefined || token === '') return undefined
  try {
    const [table, index, key]: unknown[] = JSON.parse(
      Buffer.from(printed(token), 'base64url').toString(),
    )
    if (table === page.tableName && index === (page.index ?? null) && isFields(key)) return key
  } catch {
    // Falls through to the one refusal below.
  }
  throw new FieldError('Invalid pagination token given.', {
    errorType: 'DynamoDB:IllegalArgumentException',
  })
}
