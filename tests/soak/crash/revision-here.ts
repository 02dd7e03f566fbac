import type { Page } from '@playwright/test'

/** The revision of the account that this device has, once it has nothing of its own. */
export async function revisionHere(page: Page, id: string): Promise<number | undefined> {
  return page.evaluate(
    (documentId) =>
      new Promise<number | undefined>((resolve, reject) => {
        const opening = indexedDB.open('repaint-documents')
        opening.addEventListener('error', () => reject(new Error('No documents are here.')))
        opening.addEventListener('success', () => {
          const { result: database } = opening
          const reading = database.transaction('entries').objectStore('entries').getAll()
          reading.addEventListener('success', () => {
            database.close()
            const entries = reading.result as {
              id: string
              isUnsaved: boolean
              revision: number
            }[]
            const entry = entries.find((each) => each.id === documentId)
            resolve(entry && !entry.isUnsaved ? entry.revision : undefined)
          })
        })
      }),
    id,
  )
}
