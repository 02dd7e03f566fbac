import * as fc from 'fast-check'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { type Provenance, provenanceSchema } from '#domain/picture/provenance.ts'
import { encodeResult } from './encode-result.ts'
import { readSettings } from './read-settings.ts'
import { writeSettings } from './write-settings.ts'

const made: Provenance = {
  version: 1,
  operation: 'INPAINT',
  model: 'amazon.titan-image-generator-v2:0',
  seed: 4_294_967_294,
  madeAt: '2026-11-21T12:00:00.000Z',
  parentId: provenanceSchema.shape.parentId.parse('11111111-1111-5111-8111-111111111111'),
}

const packet = (settings: string): Buffer =>
  Buffer.from(writeSettings('EDITED', { made }).replace(/repaint:settings="[^"]*"/, settings))

async function fileOf(settings: Provenance): Promise<Buffer> {
  const pixels = new Uint8Array(16 * 16 * 3)
  const picture = { width: 16, height: 16, channels: 3 as const, pixels, profile: undefined }
  return encodeResult(picture, 'EDITED', settings)
}

test('a picture that comes back tells how it was made', async () => {
  const { xmp } = await sharp(await fileOf(made)).metadata()
  expect(readSettings(xmp)).toEqual(made)
})

test('other programs can read it: source type, system, date and parent in standard terms', async () => {
  const { xmp } = await sharp(await fileOf(made)).metadata()
  for (const said of [
    'DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrained',
    'Iptc4xmpExt:AISystemUsed="amazon.titan-image-generator-v2:0"',
    'xmp:CreateDate="2026-11-21T12:00:00.000Z"',
    'stRef:documentID="uuid:11111111-1111-5111-8111-111111111111"',
  ]) {
    expect(xmp?.toString()).toContain(said)
  }
})

test('no prompt is in a file unless it was given', async () => {
  const { xmp } = await sharp(await fileOf(made)).metadata()
  expect(xmp?.toString()).not.toMatch(/prompt/i)
})

test('any prompt survives, in a file and through a copy of its XMP into a WebP', async () => {
  const prompts = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(prompts, async (prompt) => {
      const file = await fileOf({ ...made, prompt, negativePrompt: 'a "b" <c> & \n d' })
      const copy = await sharp(file).keepXmp().webp().toBuffer()
      for (const each of [file, copy]) {
        const read = readSettings((await sharp(each).metadata()).xmp)
        expect(read).toMatchObject({ prompt, negativePrompt: 'a "b" <c> & \n d' })
      }
    }),
    { numRuns: 25 },
  )
})

test.each([
  ['no XMP', undefined],
  ["another program's", Buffer.from('<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>')],
  ['no JSON', packet('repaint:settings="{"')],
  ['an unknown operation', packet(`repaint:settings='{"version":1,"operation":"EXPLODE"}'`)],
  ['a seed out of range', packet(`repaint:settings='${JSON.stringify({ ...made, seed: -1 })}'`)],
  ['a huge packet', Buffer.concat([packet('x=""'), Buffer.alloc(300_000, ' ')])],
  ['a prompt without end', packet(`repaint:settings='${'['.repeat(150_000)}'`)],
])('%s gives no settings', (_name, xmp) => {
  expect(readSettings(xmp)).toBeUndefined()
})

test('what else a file claims is left out', () => {
  const claims = JSON.stringify({ ...made, owner: 'somebody', maskKey: 'masks/…' })
  expect(readSettings(packet(`repaint:settings='${claims}'`))).toEqual(made)
})
