import * as fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { titanImageGeneratorV2 as card } from '#domain/model/titan.ts'
import { cleanText } from '#domain/picture/origin/origin.ts'
import { readExif } from '#domain/picture/origin/read-exif.ts'
import { readXmp } from '#domain/picture/origin/read-xmp.ts'
import { writeExif } from '#domain/picture/origin/write-exif.ts'
import { pasteBack } from '../../tests/builders/paste-back.ts'
import { boxMask } from '../../tests/builders/picture-file.ts'
import { density, writePng } from '../../tests/pictures/png.ts'
import { plainPicture } from './composed-picture.ts'
import { openOriginal } from './open-original.ts'
import { prepareEdit } from './prepare-edit.ts'

const size = { width: 200, height: 160 }
const plain = () => sharp({ create: { ...size, channels: 3, background: '#4080c0' } })

async function resultOf(file: Buffer): Promise<Buffer> {
  const original = await openOriginal(file)
  const { width, height } = original
  const mask = await boxMask({ width, height }, { x: 50, y: 50, width: 30, height: 30 })
  const prepared = await prepareEdit({ picture: plainPicture(original), mask, card, task: 'ERASE' })
  return (await pasteBack({ original, prepared, candidate: prepared.image })).png
}

/** The `pHYs` chunk of a PNG, found by its name. */
function densityIn(png: Buffer): number[] | undefined {
  const at = png.indexOf('pHYs')
  const [across, down] = [at + 4, at + 8].map((place) => png.readUInt32BE(place))
  return at === -1 ? undefined : [across ?? 0, down ?? 0, png[at + 12] ?? 0]
}

describe('the density of a result', () => {
  const made = (chunks: Buffer[]) => writePng({ ...size, type: 2, depth: 8, chunks }, () => 90)

  test('is that of a PNG', async () => {
    const png = await resultOf(made([density(11_811, 5_906)]))
    expect(densityIn(png)).toEqual([11_811, 5_906, 1])
  })

  test('is absent where the original has none', async () => {
    expect(densityIn(await resultOf(made([])))).toBeUndefined()
    expect(densityIn(await resultOf(await plain().webp().toBuffer()))).toBeUndefined()
  })

  test('is absent where the original has what the library says of itself', async () => {
    expect(densityIn(await resultOf(made([density(1_000, 1_000)])))).toBeUndefined()
  })

  test('is that of a JPEG, whose sides change places when it is turned', async () => {
    const jpeg = await plain().withMetadata({ density: 300 }).jpeg().toBuffer()
    expect(densityIn(await resultOf(jpeg))).toEqual([11_811, 11_811, 1])
    const turned = await plain().withMetadata({ orientation: 6 }).jpeg().toBuffer()
    // JFIF 1.2: dots an inch, 200 across and 100 down; no thumbnail.
    const app0 = [0xff, 0xe0, 0, 16, ...Buffer.from('JFIF\0'), 1, 2, 1, 0, 200, 0, 100, 0, 0]
    const file = Buffer.concat([turned.subarray(0, 2), Buffer.from(app0), turned.subarray(2)])
    expect(densityIn(await resultOf(file))).toEqual([3_937, 7_874, 1])
  })

  test('is that of the EXIF of a WebP', async () => {
    const webp = await plain().withMetadata({ density: 300 }).webp().toBuffer()
    expect(densityIn(await resultOf(webp))).toEqual([11_811, 11_811, 1])
  })
})

const ifd0 = { Copyright: 'Ann <Lee> & Co', Artist: 'Ann Lee; Bo', Make: 'Camera', Model: 'X1' }
const camera = {
  IFD0: ifd0,
  IFD2: {
    DateTimeOriginal: '2026:11:21 12:34:56',
    OffsetTimeOriginal: '+02:00',
    BodySerialNumber: 'SN-4711',
  },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100' },
}

describe('a result says of its original', () => {
  const photo = () => plain().withExif(camera).jpeg().toBuffer()

  test('who made it, who holds the rights and when it was taken: in EXIF and in XMP', async () => {
    const { exif, xmp } = await sharp(await resultOf(await photo())).metadata()
    const facts = {
      copyright: 'Ann <Lee> & Co',
      creators: ['Ann Lee', 'Bo'],
      capturedAt: '2026-11-21T12:34:56+02:00',
    }
    expect(readExif(exif ?? Buffer.alloc(0))).toMatchObject(facts)
    expect(readXmp(xmp?.toString() ?? '')).toMatchObject(facts)
  })

  test('neither where it was taken nor with which device', async () => {
    const file = await photo()
    expect(file.includes('SN-4711')).toBe(true)
    const png = await resultOf(file)
    const { exif } = await sharp(png).metadata()
    for (const secret of ['SN-4711', 'GPS', 'Camera', 'X1']) {
      expect(png.includes(secret)).toBe(false)
      expect(exif?.includes(secret)).toBe(false)
    }
    // The directory of places is tag 0x8825, of any length.
    expect(exif?.includes(Buffer.from([0x88, 0x25, 0, 4]))).toBe(false)
  })

  test('the same when it is edited again', async () => {
    const once = await resultOf(await photo())
    const { origin } = await openOriginal(once)
    expect((await openOriginal(await resultOf(once))).origin).toEqual(origin)
  })

  test('what stands only in XMP or in IPTC', async () => {
    const xmp =
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
      '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" ' +
      'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:DateCreated="2026-11-21T12:34:56">' +
      '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">Ann &amp; Co</rdf:li></rdf:Alt></dc:rights>' +
      '<dc:creator><rdf:Seq><rdf:li>Ann</rdf:li></rdf:Seq></dc:creator>' +
      '</rdf:Description></rdf:RDF></x:xmpmeta>'
    const { origin } = await openOriginal(await plain().withXmp(xmp).png().toBuffer())
    const facts = { copyright: 'Ann & Co', creators: ['Ann'], capturedAt: '2026-11-21T12:34:56' }
    expect(origin).toMatchObject(facts)
  })
})

const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })

test('what is written as EXIF is read again', () => {
  const origins = fc.record({
    copyright: texts.filter((text) => cleanText(text) === text),
    density: fc.record({
      acrossPerM: fc.integer({ min: 1, max: 100_000 }),
      downPerM: fc.integer({ min: 1, max: 100_000 }),
    }),
    capturedAt: fc.constantFrom('2026-11-21T12:34:56', '1999-01-01T00:00:00-09:30'),
  })
  fc.assert(
    fc.property(origins, (origin) => {
      expect(readExif(writeExif(origin) ?? Buffer.alloc(0))).toEqual(origin)
    }),
  )
})

test('damaged metadata is left out, and never an error', () => {
  const whole = writeExif({ copyright: 'a', creators: ['b'], capturedAt: '2026-11-21T12:34:56' })
  const damage = fc.record({ at: fc.nat(200), value: fc.nat(255), cut: fc.nat(200) })
  fc.assert(
    fc.property(damage, ({ at, value, cut }) => {
      const exif = Uint8Array.from(whole ?? []).subarray(0, cut)
      if (at < exif.length) exif[at] = value
      expect(readExif(exif)).toBeTypeOf('object')
    }),
    { numRuns: 500 },
  )
})
