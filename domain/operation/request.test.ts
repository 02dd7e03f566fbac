import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError, orThrow } from '../errors.ts'
import { generationSchema } from '../generation/generation.ts'
import { newGeneration } from '../generation/new-generation.ts'
import { generationIdSchema, userIdSchema } from '../ids.ts'
import { findRoute } from '../model/route.ts'
import { type GenerationRequest, parseGenerationRequest, requestOf } from './request.ts'
import { operations } from './table.ts'

const pictureId = '5b2c6d1e-0f4a-5c8e-9a35-7d1f0e6b9c42'
const masked = { pictureId, maskKey: `masks/${pictureId}/${'a'.repeat(64)}.png`, count: 1 }
const frame = { leftPx: 0, rightPx: 100, upPx: 0, downPx: 0 }

/** The code and field of the error that a request gives. */
function faultOf(request: unknown): { code: string; field: string | undefined } | undefined {
  try {
    parseGenerationRequest(request)
    return undefined
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { code: error.code, field: error.field }
  }
}

test('a request as GraphQL sends it, with nulls for what was left out, is understood', () => {
  const request = { operation: 'INPAINT', ...masked, prompt: ' a tree ', seed: null, quality: null }
  expect(parseGenerationRequest(request)).toEqual({
    operation: 'INPAINT',
    ...masked,
    prompt: 'a tree',
    quality: 'STANDARD',
  })
})

test('an extension keeps the old edge exactly unless asked otherwise', () => {
  const request = { operation: 'OUTPAINT', pictureId, frame, count: 1 }
  expect(parseGenerationRequest(request)).toMatchObject({ edge: 'EXACT' })
})

const outpaint = { operation: 'OUTPAINT', pictureId, frame, count: 1 }
const colours = { operation: 'COLOR_GUIDED', prompt: 'x', colors: ['#a0B1c2'], count: 1 }
const variation = { operation: 'VARIATION', pictureId, count: 1 }
const structure = { operation: 'STRUCTURE', pictureId, prompt: 'x', guide: 'EDGES', count: 1 }
const style = { operation: 'STYLE', stylePictureId: pictureId, count: 1 }
const replace = { operation: 'REPLACE', pictureId, search: 'a', prompt: 'b', count: 1 }
const upscale = { operation: 'UPSCALE', pictureId, mode: 'FAST', count: 1 }

test.each([
  ['an unknown operation', { operation: 'DANCE', count: 1 }, 'UNSUPPORTED', 'operation'],
  [
    'an empty prompt',
    { operation: 'INPAINT', ...masked, prompt: '  ' },
    'INVALID_REQUEST',
    'prompt',
  ],
  ['no prompt', { operation: 'TEXT_TO_IMAGE', count: 1 }, 'INVALID_REQUEST', 'prompt'],
  [
    'a control character',
    { operation: 'INPAINT', ...masked, prompt: 'a\u0007b' },
    'INVALID_REQUEST',
    'prompt',
  ],
  ['no image', { operation: 'ERASE', ...masked, count: 0 }, 'INVALID_REQUEST', 'count'],
  ['half an image', { operation: 'ERASE', ...masked, count: 1.5 }, 'INVALID_REQUEST', 'count'],
  ['a negative seed', { operation: 'ERASE', ...masked, seed: -1 }, 'INVALID_REQUEST', 'seed'],
  ['no mask', { operation: 'ERASE', pictureId, count: 1 }, 'INVALID_REQUEST', 'maskKey'],
  [
    'a prompt for an erase',
    { operation: 'ERASE', ...masked, prompt: 'x' },
    'INVALID_REQUEST',
    undefined,
  ],
  ['no object', 'INPAINT', 'INVALID_REQUEST', 'operation'],
  [
    'no side to extend',
    { ...outpaint, frame: { ...frame, rightPx: 0 } },
    'INVALID_REQUEST',
    'frame',
  ],
  [
    'half a pixel more',
    { ...outpaint, frame: { ...frame, upPx: 0.5 } },
    'INVALID_REQUEST',
    'frame.upPx',
  ],
  ['another edge', { ...outpaint, edge: 'SOFT' }, 'INVALID_REQUEST', 'edge'],
  ['no colour', { ...colours, colors: [] }, 'INVALID_REQUEST', 'colors'],
  ['11 colours', { ...colours, colors: Array(11).fill('#000000') }, 'INVALID_REQUEST', 'colors'],
  ['a colour by name', { ...colours, colors: ['red'] }, 'INVALID_REQUEST', 'colors.0'],
  [
    '5 more pictures',
    { ...variation, referenceIds: Array(5).fill(pictureId) },
    'INVALID_REQUEST',
    'referenceIds',
  ],
  ['a vague similarity', { ...variation, similarity: 0.19 }, 'INVALID_REQUEST', 'similarity'],
  ['a strength above 1', { ...structure, strength: 1.01 }, 'INVALID_REQUEST', 'strength'],
  ['no guide', { ...structure, guide: undefined }, 'INVALID_REQUEST', 'guide'],
  ['no style', { operation: 'STYLE', count: 1 }, 'INVALID_REQUEST', 'stylePictureId'],
  ['nothing to look for', { ...replace, search: ' ' }, 'INVALID_REQUEST', 'search'],
  ['another way to enlarge', { ...upscale, mode: 'SLOW' }, 'INVALID_REQUEST', 'mode'],
])('%s is refused by name', (_, request, code, field) => {
  expect(faultOf(request)).toEqual({ code, field })
})

test.each([outpaint, colours, variation, structure, style, replace, upscale])(
  '%j is a request',
  (request) => {
    expect(faultOf(request)).toBeUndefined()
  },
)

describe('a record', () => {
  const share = fc.integer({ min: 20, max: 100 }).map((percent) => percent / 100)
  const text = fc
    .string({ minLength: 1, maxLength: 20, unit: 'grapheme-ascii' })
    .filter((it) => it.trim() !== '')
  const px = fc.integer({ min: 1, max: 4_000 })
  const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
  const anyId = fc.uuid({ version: 4 })
  const common = {
    count: fc.integer({ min: 1, max: 5 }),
    seed: maybe(fc.integer({ min: 0, max: 4_294_967_294 })),
    quality: fc.constantFrom('STANDARD', 'PREMIUM'),
    model: maybe(fc.constant('amazon.titan-image-generator-v2:0')),
  }
  const styled = { negativePrompt: maybe(text), stylePreset: maybe(text) }
  const worded = { prompt: text, ...styled }
  const maybeWorded = { prompt: maybe(text), ...styled }
  const at = fc.integer({ min: -9_000, max: 9_000 })
  const composed = {
    canvas: maybe(fc.record({ x: at, y: at, width: px, height: px })),
    layers: maybe(
      fc.array(
        fc.record({ generationId: anyId, index: fc.integer({ min: 0, max: 9 }), opacity: share }),
      ),
    ),
  }
  const pictured = { pictureId: anyId, ...composed }
  const masks = { ...pictured, maskKey: fc.constant(masked.maskKey) }
  const sized = { widthPx: maybe(px), heightPx: maybe(px) }
  const frames = fc.record({ leftPx: px, rightPx: px, upPx: px, downPx: px })
  /** Every field of every operation, filled or left out at random. */
  const fields = {
    TEXT_TO_IMAGE: { ...worded, ...sized },
    INPAINT: { ...worded, ...masks },
    ERASE: masks,
    OUTPAINT: {
      ...maybeWorded,
      ...pictured,
      frame: frames,
      edge: fc.constantFrom('EXACT', 'SEAMLESS'),
      creativity: maybe(share),
    },
    PRECISE_OUTPAINT: { ...worded, ...masks },
    VARIATION: {
      ...maybeWorded,
      ...pictured,
      ...sized,
      referenceIds: maybe(fc.array(anyId, { minLength: 1, maxLength: 4 })),
      similarity: maybe(share),
    },
    REMOVE_BACKGROUND: pictured,
    COLOR_GUIDED: {
      ...worded,
      ...sized,
      pictureId: maybe(anyId),
      ...composed,
      colors: fc.array(fc.constantFrom('#000000', '#A1b2C3'), { minLength: 1, maxLength: 10 }),
    },
    STRUCTURE: {
      ...worded,
      ...pictured,
      ...sized,
      guide: fc.constantFrom('EDGES', 'REGIONS'),
      strength: maybe(share),
    },
    REPLACE: { ...worded, ...pictured, search: text },
    RECOLOR: { ...worded, ...pictured, search: text },
    STYLE: {
      ...maybeWorded,
      ...sized,
      stylePictureId: anyId,
      pictureId: maybe(anyId),
      ...composed,
      strength: maybe(share),
    },
    UPSCALE: {
      ...maybeWorded,
      ...pictured,
      mode: fc.constantFrom('FAST', 'CONSERVATIVE', 'CREATIVE'),
      creativity: maybe(share),
    },
    INSTRUCT: {
      prompt: text,
      ...pictured,
      maskKey: maybe(masks.maskKey),
      referenceIds: maybe(fc.array(anyId, { minLength: 1, maxLength: 4 })),
    },
  } satisfies Record<(typeof operations)[number], object>

  test.each(operations)('of %s gives its request back, exactly', (operation) => {
    const own: Record<string, fc.Arbitrary<unknown>> = fields[operation]
    const inputs = fc.record({ operation: fc.constant(operation), ...common, ...own })
    fc.assert(
      fc.property(inputs, (input) => {
        const request = parseGenerationRequest(input)
        expect(requestOf(recordOf(request))).toEqual(request)
      }),
    )
  })

  /** As it is stored and read again. */
  function recordOf(request: GenerationRequest) {
    const words = parseGenerationRequest({ operation: 'TEXT_TO_IMAGE', prompt: 'x', count: 1 })
    const access = {
      modelRegions: ['us-west-2'],
      preferredModels: [],
      allowedRetiredModels: [],
      today: '2026-11-21',
    }
    const record = newGeneration({
      id: generationIdSchema.parse(pictureId),
      owner: userIdSchema.parse(pictureId),
      request,
      requestHash: 'f'.repeat(64),
      requestId: 'request-1',
      route: orThrow(findRoute(words, access)),
      at: 0,
      lifetimeSeconds: 60,
    })
    return generationSchema.parse(JSON.parse(JSON.stringify(record)))
  }
})
