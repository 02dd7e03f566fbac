/**
 * Stored documents of before, each brought to the next version. What a version lacked is added here;
 * what is damaged is left to the schema.
 */

type Stored = Readonly<Record<string, unknown>>

/** Version 1 had no layers: its base picture was the whole picture, with all edits in it. */
function toVersion2(stored: Stored): Stored {
  return { ...stored, version: 2, canvas: null, layers: [] }
}

/** A document of any version as one of today's. */
export function migrated(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null) return stored
  return (stored as Stored)['version'] === 1 ? toVersion2(stored as Stored) : stored
}
