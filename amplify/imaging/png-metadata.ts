import { crc32, deflateSync } from 'node:zlib'

/** Ends the signature and the IHDR chunk: 8 + (4 + 4 + 13 + 4) bytes, in every PNG. */
const headerLength = 33

/**
 * IPTC's terms for where pixels come from (cv.iptc.org/newscodes/digitalsourcetype): made by a
 * model as a whole, or in part of a picture.
 */
const sourceTypes = {
  GENERATED: 'trainedAlgorithmicMedia',
  EDITED: 'compositeWithTrainedAlgorithmicMedia',
} as const

/**
 * Adds to a PNG what the encoder cannot without touching pixels: the profile that its numbers are
 * in, and the statement (XMP) that a model made it or a part of it.
 * @param png as libpng writes it, without profile or XMP of its own
 */
export function describePng(
  png: Buffer,
  about: { origin: keyof typeof sourceTypes; profile: Buffer | undefined },
): Buffer {
  const chunks = about.profile === undefined ? [] : [profileChunk(about.profile)]
  return Buffer.concat([
    png.subarray(0, headerLength),
    ...chunks,
    xmpChunk(sourceTypes[about.origin]),
    png.subarray(headerLength),
  ])
}

function profileChunk(profile: Buffer): Buffer {
  return chunk('iCCP', Buffer.concat([Buffer.from('ICC profile\0\0'), deflateSync(profile)]))
}

function xmpChunk(sourceType: string): Buffer {
  const xmp =
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ' +
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" ' +
    'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" Iptc4xmpExt:' +
    `DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/${sourceType}"/>` +
    '</rdf:RDF></x:xmpmeta>'
  return chunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${xmp}`))
}

/** Length, type, data and checksum, as section 5.3 of the PNG specification has it. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}
