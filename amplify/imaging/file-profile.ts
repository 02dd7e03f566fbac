import type { Metadata } from 'sharp'
import { AppError } from '#domain/errors.ts'
import { isHdrCurve } from './coding-points.ts'
import { rgbFromGrey } from './grey-profile.ts'
import { spaceOf, tagsOf } from './icc-tags.ts'
import { codedProfile, gammaProfile, readCoded, readProfile } from './png-colour.ts'
import { headChunks } from './read-png-chunks.ts'

/**
 * The RGB profile in which a file's numbers are to be read. Of what a PNG says, `cICP` counts before
 * the ICC profile, that before `sRGB`, and that before `gAMA` and `cHRM` (PNG specification, third
 * edition, 4.3); a profile that does not fit the picture counts as none. Chromium does the same.
 * @param bytes the file
 * @param header as sharp reads it
 * @returns `undefined` when the numbers are sRGB's
 */
export function profileOfFile(
  bytes: Buffer,
  { format, icc, space }: Pick<Metadata, 'format' | 'icc' | 'space'>,
): Buffer | undefined {
  const chunks: ReadonlyMap<string, Buffer> = format === 'png' ? headChunks(bytes) : new Map()
  const coded = readCoded(chunks.get('cICP'))
  const named = coded && codedProfile(coded)
  if (named) return named
  const written = icc ?? readProfile(chunks.get('iCCP'))
  const embedded = written && usable(written, space === 'b-w' || space === 'grey16')
  if (embedded) return embedded
  return chunks.has('sRGB') ? undefined : gammaProfile(chunks.get('gAMA'), chunks.get('cHRM'))
}

function usable(icc: Buffer, isGrey: boolean): Buffer | undefined {
  const space = spaceOf(icc)
  if (space === 'RGB ') return icc
  return space === 'GRAY' && isGrey ? rgbFromGrey(icc) : undefined
}

/**
 * Refuses numbers that mean more light than a screen's white (PQ, HLG): as 8-bit sRGB a model would
 * see them flat, and their edit could not come back.
 * @throws AppError INVALID_IMAGE
 */
export function refuseHdr(bytes: Buffer, { format, icc }: Pick<Metadata, 'format' | 'icc'>): void {
  const chunk = format === 'png' ? readCoded(headChunks(bytes).get('cICP')) : undefined
  // A profile names its curve in the same points since version 4.4 (ICC.1:2022, 10.6).
  const tag = icc && spaceOf(icc) !== '' ? tagsOf(icc).get('cicp') : undefined
  if (!isHdrCurve(chunk?.transfer ?? 0) && !isHdrCurve(tag?.[9] ?? 0)) return
  throw new AppError('INVALID_IMAGE', { key: 'pictureInHdr' })
}
