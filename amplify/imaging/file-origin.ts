import type { Metadata } from 'sharp'
import {
  type Density,
  densityOf,
  type FileOrigin,
  firstKnown,
} from '#domain/picture/origin/origin.ts'
import { readExif } from '#domain/picture/origin/read-exif.ts'
import { readIim } from '#domain/picture/origin/read-iim.ts'
import { readXmp } from '#domain/picture/origin/read-xmp.ts'
import type { LeanFile } from './lean/lean-file.ts'
import { headChunks } from './read-png-chunks.ts'

type Header = Pick<Metadata, 'format' | 'exif' | 'xmp' | 'iptc'>

/** From this EXIF orientation on, across and down change places. */
const firstOnItsSide = 5

/** The same of a picture that is turned as its file says. */
export function uprightOriginOf({ bytes, orientation }: LeanFile, header: Header): FileOrigin {
  const origin = originOfFile(bytes, header)
  const { density } = origin
  if (!density || orientation < firstOnItsSide) return origin
  return { ...origin, density: { acrossPerM: density.downPerM, downPerM: density.acrossPerM } }
}

/**
 * What results keep of what a file says about itself: who holds the rights, who made it, when it was
 * taken, and how large it is meant to be. Places, devices and serial numbers are never read.
 * @param bytes the file
 * @param header as sharp reads it
 */
function originOfFile(bytes: Buffer, { format, exif, xmp, iptc }: Header): FileOrigin {
  const density = format === 'png' ? pngDensity(bytes) : jfifDensity(bytes)
  return firstKnown(
    density ? { density } : {},
    xmp ? readXmp(xmp.toString('utf8', 0, maxXmpBytes)) : {},
    exif ? readExif(exif) : {},
    iptc ? readIim(iptc) : {},
  )
}

/** Longer packets hold thumbnails and histories, after what we look for. */
const maxXmpBytes = 1_000_000

/** `pHYs` in pixels a metre; without a unit it says only the shape of a pixel. */
function pngDensity(png: Buffer): Density | undefined {
  const chunk = headChunks(png).get('pHYs')
  if (chunk?.length !== 9 || chunk[8] !== 1) return undefined
  const [across, down] = [chunk.readUInt32BE(0), chunk.readUInt32BE(4)]
  if (across === unknownPerM && down === unknownPerM) return undefined
  return densityOf(across, down)
}

/** What libvips writes when nobody says anything; results of ours had it once. */
const unknownPerM = 1_000

/** Where JFIF has its unit: after SOI, marker, length, `JFIF\0` and version (JFIF 1.02). */
const jfif = { nameAt: 6, unitAt: 13, acrossAt: 14, downAt: 16, bytes: 18 } as const
/** Pixels a metre of its units: none, dots an inch, dots a centimetre. */
const jfifUnits: readonly (number | undefined)[] = [undefined, 1 / 0.0254, 100]

function jfifDensity(jpeg: Buffer): Density | undefined {
  if (jpeg.length < jfif.bytes || jpeg.toString('latin1', jfif.nameAt, 11) !== 'JFIF\0') {
    return undefined
  }
  const factor = jfifUnits[jpeg[jfif.unitAt] ?? 0]
  if (factor === undefined) return undefined
  const across = jpeg.readUInt16BE(jfif.acrossAt) * factor
  return densityOf(across, jpeg.readUInt16BE(jfif.downAt) * factor)
}
