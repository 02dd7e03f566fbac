/** The header of a profile; the tag table follows it (ICC.1:2022, 7.2 and 7.3). */
export const iccHeaderBytes = 128
/** One entry of the tag table: signature, offset, size. */
const entryBytes = 12
/** Real profiles have about 20; a forged count must not cost time. */
const maxTags = 100

/** The colour space of a profile's numbers, as its header names it: `RGB `, `GRAY`, `CMYK` … */
export function spaceOf(icc: Buffer): string {
  return icc.length > iccHeaderBytes + 4 ? icc.toString('latin1', 16, 20) : ''
}

/** What a profile connects its numbers to: `XYZ ` or `Lab `. */
export function connectionOf(icc: Buffer): string {
  return icc.toString('latin1', 20, 24)
}

/**
 * The tags of a profile by signature, each with its type and data.
 * @param icc longer than a header; tags that reach beyond its end are left out
 */
export function tagsOf(icc: Buffer): ReadonlyMap<string, Buffer> {
  const tags = new Map<string, Buffer>()
  const count = Math.min(icc.readUInt32BE(iccHeaderBytes), maxTags)
  for (let tag = 0; tag < count; tag++) {
    const entry = iccHeaderBytes + 4 + tag * entryBytes
    if (entry + entryBytes > icc.length) break
    const from = icc.readUInt32BE(entry + 4)
    const to = from + icc.readUInt32BE(entry + 8)
    if (to <= icc.length) tags.set(icc.toString('latin1', entry, entry + 4), icc.subarray(from, to))
  }
  return tags
}
