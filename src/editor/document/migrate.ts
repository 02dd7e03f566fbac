/**
 * Stored documents of before, each brought to the next version. What a version lacked is added here;
 * what is damaged is left to the schema.
 */

type Stored = Readonly<Record<string, unknown>>

/** Version 1 had no layers: its base picture was the whole picture, with all edits in it. */
function toVersion2(stored: Stored): Stored {
  return { ...stored, version: 2, canvas: null, layers: [] }
}

/**
 * Version 2 had layers that were accepted results alone, and one set of words for every operation:
 * they were typed for what was done mostly, painting or drawing, what to look for for replacing.
 */
function toVersion3({ promptDraft, ...stored }: Stored): Stored {
  const { prompt = '', negativePrompt = '', search = '' } = isStored(promptDraft) ? promptDraft : {}
  const typed = { prompt, negativePrompt, search: '' }
  const aim = stored['base'] ? 'INPAINT' : 'TEXT_TO_IMAGE'
  return {
    ...stored,
    version: 3,
    layers: Array.isArray(stored['layers']) ? keptLayers(stored['layers']) : [],
    selected: null,
    words: {
      ...(prompt || negativePrompt ? { [aim]: typed } : {}),
      ...(search ? { REPLACE: { ...typed, search } } : {}),
    },
  }
}

/**
 * Layers had no ids. They are made from the result, not drawn at random: every undo step, and every
 * device that migrates the same document, then means the same layer.
 */
function keptLayers(layers: readonly unknown[]): readonly unknown[] {
  const counts = new Map<string, number>()
  return layers.filter(isStored).map(({ generationId, index, opacity, rect, patchKey, name }) => {
    const result = `${String(generationId)}/${String(index)}`
    const nth = counts.get(result) ?? 0
    counts.set(result, nth + 1)
    return {
      id: layerId(generationId, Number(index), nth),
      name,
      opacity,
      jobs: [generationId],
      kept: { generationId, index, rect, patchKey },
    }
  })
}

/** A job's id with the result's number in its last four digits; a job makes ten at most. */
function layerId(generationId: unknown, index: number, nth: number): string {
  const number = (index * 256 + nth) & 0xffff
  return `${String(generationId).slice(0, -4)}${number.toString(16).padStart(4, '0')}`
}

/** A document of any version as one of today's. */
export function migrated(stored: unknown): unknown {
  if (!isStored(stored)) return stored
  if (stored['version'] === 1) return toVersion3(toVersion2(stored))
  return stored['version'] === 2 ? toVersion3(stored) : stored
}

function isStored(value: unknown): value is Stored {
  return typeof value === 'object' && value !== null
}
