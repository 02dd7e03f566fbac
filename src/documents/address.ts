import { type DocumentId, documentIdSchema } from '#domain/ids.ts'

/** @returns the document that an address names: `#/d/{id}`; `undefined` for any other */
export function documentIn(hash: string): DocumentId | undefined {
  return documentIdSchema.safeParse(/^#\/d\/([^/]+)$/.exec(hash)?.[1]).data
}

/**
 * Names a document, or none, in the address.
 * @param how whether the browser's way back leads to the one that was named before
 */
export function nameInAddress(id: DocumentId | undefined, how: 'PUSH' | 'REPLACE'): void {
  if (documentIn(location.hash) === id) return
  const { pathname, search } = location
  const address = id === undefined ? `${pathname}${search}` : `#/d/${id}`
  if (how === 'PUSH') history.pushState(null, '', address)
  else history.replaceState(null, '', address)
}
