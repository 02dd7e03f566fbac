/** What a file says about where it comes from that its copies and edits shall go on saying. */
export type FileOrigin = {
  /** Who holds which rights, as one text. */
  readonly copyright?: string
  /** Who made it, in order. */
  readonly creators?: readonly string[]
  /** When it was taken: `YYYY-MM-DDThh:mm:ss`, with an offset from UTC if that is known. */
  readonly capturedAt?: string
  readonly density?: Density
}

/** How large it is meant to be: whole pixels a metre, across and down. */
export type Density = { readonly acrossPerM: number; readonly downPerM: number }

/** Real notices have a line or two; a file may hold anything. */
export const maxTextLength = 1_000
export const maxCreators = 20
/** 1 to 25,400 pixels an inch, and a little more. */
const perM = { min: 1, max: 1_000_000 }

/** @returns `undefined` when there is no text but spaces and control characters */
export function cleanText(text: string | undefined): string | undefined {
  // oxlint-disable-next-line no-control-regex -- control characters are what this takes out
  const clean = text?.replaceAll(/[\u0000-\u001F\u007F\uFFFD]+/g, ' ').trim()
  return clean ? clean.slice(0, maxTextLength) : undefined
}

/** Takes a date as EXIF, XMP or IPTC write it; a day alone is no time of capture but is kept. */
export function cleanDate(text: string | undefined, offset?: string): string | undefined {
  const found =
    /^(\d{4})[:-](\d\d)[:-](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(Z|[+-]\d\d:\d\d)?)?/.exec(
      text?.trim() ?? '',
    )
  if (!found || found[1] === '0000') return undefined
  const [, year, month, day, hour, minute, second = '00', zone] = found
  if (hour === undefined) return `${year}-${month}-${day}`
  const known = zone ?? (/^(Z|[+-]\d\d:\d\d)/.exec(offset?.trim() ?? '')?.[0] || '')
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${known}`
}

/** @returns `undefined` for a density that no device has */
export function densityOf(acrossPerM: number, downPerM: number): Density | undefined {
  const values = [Math.round(acrossPerM), Math.round(downPerM)]
  const isReal = values.every((value) => value >= perM.min && value <= perM.max)
  return isReal ? { acrossPerM: values[0] ?? 0, downPerM: values[1] ?? 0 } : undefined
}

/** Takes the first known value of each fact. */
export function firstKnown(...origins: readonly FileOrigin[]): FileOrigin {
  return Object.assign({}, ...origins.toReversed())
}

/** Leaves out what is not known. */
export function known(
  facts: { [Key in keyof FileOrigin]: FileOrigin[Key] | undefined },
): FileOrigin {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
}
