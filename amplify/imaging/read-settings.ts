import { type Provenance, provenanceSchema } from '#domain/picture/provenance.ts'
import { settingsNamespace } from './write-settings.ts'

/** Our packets have about 1 kB with the longest prompts 100 kB; more is not ours. */
const maxBytes = 200_000

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
}

/**
 * Reads from a picture's XMP with which settings we made it (`writeSettings`).
 * @param xmp as sharp's metadata has it, of any file
 * @returns `undefined` when it says nothing, or nothing that we could have written
 */
export function readSettings(xmp: Buffer | undefined): Provenance | undefined {
  if (xmp === undefined || xmp.length > maxBytes) return undefined
  const text = xmp.toString('utf8')
  if (!text.includes(settingsNamespace)) return undefined
  // Other programs may write the same property with other quotes, or as an element.
  const found =
    /\brepaint:settings\s*=\s*"([^"]*)"/.exec(text) ??
    /\brepaint:settings\s*=\s*'([^']*)'/.exec(text) ??
    /<repaint:settings>([^<]*)<\/repaint:settings>/.exec(text)
  if (!found?.[1]) return undefined
  const json = found[1].replaceAll(/&(amp|lt|gt|quot|apos);/g, (each) => entities[each] ?? each)
  const settings = provenanceSchema.safeParse(parse(json))
  return settings.success ? settings.data : undefined
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
