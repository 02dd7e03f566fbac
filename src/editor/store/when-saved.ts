/** How the document is written to this device: whoever keeps documents says so while it does. */
let writeNow: () => Promise<void> = async () => undefined

/** @returns how to end it; until then `whenSaved` waits for `write` */
export function savedBy(write: () => Promise<void>): () => void {
  writeNow = write
  return () => {
    writeNow = async () => undefined
  }
}

/**
 * Saves the document as it is now, and waits for that. Where storage is full or denied, it is over at
 * once: work goes on without.
 */
export async function whenSaved(): Promise<void> {
  await writeNow().catch(() => undefined)
}
