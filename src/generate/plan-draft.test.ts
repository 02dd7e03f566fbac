import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { generationIdSchema, type PictureId } from '#domain/ids.ts'
import { withMask } from '#domain/operation/request.ts'
import { uuid } from '../../tests/builders/generation.ts'
import { accessToday, noteDeployment } from '../backend/deployment.ts'
import { type Aim, aimFor } from '../editor/store/aim.ts'
import { type Draft, freshDraft, type Situation } from './draft.ts'
import { type Plan, planDraft, problemIn, type Terms } from './plan-draft.ts'

const titan = 'amazon.titan-image-generator-v2:0'
const nova = 'amazon.nova-canvas-v1:0'

/** What is expected below is of Titan, which the backend on this machine prefers. */
beforeAll(() => {
  const models = {
    modelRegions: ['us-east-1', 'us-west-2'],
    preferredModels: [titan],
    allowedRetiredModels: [titan, nova],
  }
  noteDeployment({ custom: models })
})

const picture = {
  pictureId: '5b2c6d1e-0f4a-5c8e-9a35-7d1f0e6b9c42',
  widthPx: 1200,
  heightPx: 800,
}
const other = '6c2c6d1e-0f4a-5c8e-9a35-7d1f0e6b9c42' as PictureId
const pick = { id: other, name: 'Dunes', thumbnailKey: 'previews/u/b.webp' }

function aDraft(overrides: Partial<Draft> = {}): Draft {
  return { ...freshDraft, prompt: 'A red boat', search: 'the boat', ...overrides }
}

const drawing = (aim: Aim): Situation => ({ aim, picture: undefined, isMasked: false })
const editing = (aim: Aim, isMasked = false): Situation => ({ aim, picture, isMasked })
const planned = (situation: Situation, draft: Draft): Plan =>
  planDraft(situation, draft, accessToday())
const problemWith = (situation: Situation, draft: Draft) => problemIn(planned(situation, draft))

/** The request of a draft that is ready. */
function requestOf(situation: Situation, draft: Draft): object {
  const plan = planned(situation, draft)
  if (plan.kind !== 'READY') throw new Error(`${plan.kind}: ${problemIn(plan)?.field}`)
  return plan.request
}

function termsOf(situation: Situation, draft: Draft): Terms {
  const { terms } = planned(situation, draft)
  if (!terms) throw new Error('No model can do it.')
  return terms
}

const common = { count: 2, quality: 'STANDARD' }
const own = { pictureId: picture.pictureId }

test.each([
  [drawing('TEXT_TO_IMAGE'), undefined],
  [editing('REPLACE'), undefined],
  [editing('VARIATION'), undefined],
  [editing('INPAINT', true), 'masks/u/m.png'],
  [editing('PRECISE_OUTPAINT', true), 'masks/u/m.png'],
] as const)(
  '%# what is ready is a whole request, with its mask where it has one',
  (situation, key) => {
    const plan = planned(situation, aDraft())
    if (plan.kind !== 'READY') throw new Error(plan.kind)
    const request = withMask(plan.request, key)
    expect('maskKey' in request ? request.maskKey : undefined).toBe(key)
  },
)

test('removing sends neither words nor what to avoid', () => {
  const draft = aDraft({ prompt: '', negativePrompt: 'people' })
  expect(requestOf(editing('INPAINT', true), draft)).toEqual({
    operation: 'ERASE',
    ...common,
    ...own,
  })
})

test('replacing sends the words, and leaves out what was left empty', () => {
  const draft = aDraft({ seed: 7 })
  expect(requestOf(editing('INPAINT', true), draft)).toEqual({
    operation: 'INPAINT',
    prompt: 'A red boat',
    seed: 7,
    ...common,
    ...own,
  })
})

test.each([
  [drawing('TEXT_TO_IMAGE'), {}, { prompt: 'A red boat', widthPx: 1024, heightPx: 1024 }],
  [
    drawing('COLOR_GUIDED'),
    { colors: ['#102030'], picks: { COLOR_GUIDED: [pick] } },
    {
      prompt: 'A red boat',
      colors: ['#102030'],
      pictureId: other,
      widthPx: 1024,
      heightPx: 1024,
    },
  ],
  [
    drawing('STRUCTURE'),
    { guide: 'REGIONS', strength: 0.4, picks: { STRUCTURE: [pick] } },
    { prompt: 'A red boat', guide: 'REGIONS', strength: 0.4, pictureId: other },
  ],
  [
    editing('OUTPAINT'),
    { frame: { leftPx: 0, rightPx: 400, upPx: 0, downPx: 8 }, edge: 'SEAMLESS' },
    {
      prompt: 'A red boat',
      frame: { leftPx: 0, rightPx: 400, upPx: 0, downPx: 8 },
      edge: 'SEAMLESS',
      ...own,
    },
  ],
  [editing('PRECISE_OUTPAINT', true), {}, { prompt: 'A red boat', ...own }],
  // A background is removed in one way only: one image, without seed.
  [editing('REMOVE_BACKGROUND'), { seed: 7 }, { count: 1, ...own }],
  [editing('REPLACE'), {}, { prompt: 'A red boat', search: 'the boat', ...own }],
  [editing('RECOLOR'), {}, { prompt: 'A red boat', search: 'the boat', ...own }],
  [
    editing('VARIATION'),
    { prompt: '', similarity: 0.05, picks: { VARIATION: [pick] } },
    { similarity: 0.2, referenceIds: [other], ...own },
  ],
  [
    editing('STYLE'),
    { prompt: '', strength: 0.5, picks: { STYLE: [pick] } },
    { strength: 0.5, stylePictureId: other, ...own },
  ],
  [
    editing('STYLE'),
    { stylePreset: 'comic-book' },
    { prompt: 'A red boat', stylePreset: 'comic-book', ...own },
  ],
  [editing('STRUCTURE'), {}, { prompt: 'A red boat', guide: 'EDGES', ...own }],
] as const)('%# %j sends what its model takes', (situation, changes, expected) => {
  expect(requestOf(situation, aDraft(changes))).toEqual({
    operation: situation.aim,
    ...common,
    ...expected,
  })
})

test('a small picture is enlarged fast, once and without words', () => {
  const small = { ...picture, widthPx: 300, heightPx: 200 }
  const situation = { ...editing('UPSCALE'), picture: small }
  expect(requestOf(situation, aDraft())).toEqual({
    operation: 'UPSCALE',
    mode: 'FAST',
    ...own,
    ...common,
    count: 1,
  })
})

test.each([
  ['no words for a new picture', drawing('TEXT_TO_IMAGE'), { prompt: ' ' }, 'prompt'],
  ['513 characters', editing('INPAINT', true), { prompt: 'x'.repeat(513) }, 'prompt'],
  ['a seed past the model', editing('INPAINT', true), { seed: 2_147_483_647 }, 'seed'],
  ['no mask', editing('INPAINT'), {}, 'maskKey'],
  ['nothing painted to keep', editing('PRECISE_OUTPAINT'), {}, 'maskKey'],
  ['a frame that adds nothing', editing('OUTPAINT'), {}, 'frame'],
  ['nothing to look for', editing('REPLACE'), { search: '' }, 'search'],
  ['no picture to follow', drawing('STRUCTURE'), {}, 'pictureId'],
  ['no style', editing('STYLE'), {}, 'stylePictureId'],
  // 1200 × 800 is 960,000 pixels, but the fast way takes no longer side than 1536; 2000 is more.
  [
    'a picture too large to enlarge',
    { ...editing('UPSCALE'), picture: { ...picture, widthPx: 2000 } },
    {},
    'pictureId',
  ],
] as const)('%s is a problem of that field', (_, situation, changes, field) => {
  expect(problemWith(situation, aDraft(changes))?.field).toBe(field)
})

test('a sound draft has no problem', () => {
  expect(problemWith(drawing('TEXT_TO_IMAGE'), aDraft())).toBeUndefined()
})

test('a size that the model does not make gives way to its first', () => {
  const draft = aDraft({ size: { widthPx: 10, heightPx: 10 } })
  expect(requestOf(drawing('TEXT_TO_IMAGE'), draft)).toMatchObject({
    widthPx: 1024,
    heightPx: 1024,
  })
})

test('the model asked for sets the limits and is sent along', () => {
  const draft = aDraft({ models: { TEXT_TO_IMAGE: nova }, prompt: 'x'.repeat(600) })
  expect(requestOf(drawing('TEXT_TO_IMAGE'), draft)).toMatchObject({ model: nova })
})

test('a new picture has an exact price by size; an edit at most the dearest', () => {
  const small = aDraft({ size: { widthPx: 512, heightPx: 512 }, count: 3 })
  const price = (situation: Situation) => termsOf(situation, small).price
  // $0.008 and $0.01 an image, from the card's price table.
  expect([price(drawing('TEXT_TO_IMAGE')), price(editing('INPAINT', true))]).toEqual([
    { perImage: 8_000, count: 3, isExact: true },
    { perImage: 10_000, count: 3, isExact: false },
  ])
})

test('the server will hold all images at the dearest size, of as many as the model makes', () => {
  const draft = aDraft({ size: { widthPx: 512, heightPx: 512 }, count: 8 })
  const situation = drawing('TEXT_TO_IMAGE')
  // Titan makes 5 images of one request; the dearest of standard quality costs $0.01.
  expect(termsOf(situation, draft).reservation).toEqual({
    images: 5,
    costMicros: 50_000,
  })
})

test('the prompt goes into the file only if that is wanted, and where there is one', () => {
  const wanted = aDraft({ keepPrompt: true })
  expect(requestOf(drawing('TEXT_TO_IMAGE'), wanted)).toMatchObject({ keepPrompt: true })
  expect(requestOf(drawing('TEXT_TO_IMAGE'), aDraft())).not.toHaveProperty('keepPrompt')
  const wordless = aDraft({ keepPrompt: true, prompt: '' })
  expect(requestOf(editing('INPAINT', true), wordless)).not.toHaveProperty('keepPrompt')
})

test('whatever was chosen before for other models, the request is one or names its field', () => {
  const aims: readonly Aim[] = [
    'OUTPAINT',
    'VARIATION',
    'STYLE',
    'UPSCALE',
    'COLOR_GUIDED',
    'RECOLOR',
  ]
  const chosen = fc.record({
    aim: fc.constantFrom(...aims),
    hasPicture: fc.boolean(),
    changes: fc.record({
      count: fc.integer({ min: 1, max: 10 }),
      quality: fc.constantFrom('STANDARD' as const, 'PREMIUM' as const),
      strength: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
      similarity: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
      creativity: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
      stylePreset: fc.constantFrom(undefined, 'anime', 'PHOTOREALISM', 'gone'),
      mode: fc.constantFrom('FAST' as const, 'CONSERVATIVE' as const, 'CREATIVE' as const),
      prompt: fc.constantFrom('', 'a boat'),
    }),
  })
  fc.assert(
    fc.property(chosen, ({ aim, hasPicture, changes }) => {
      const situation = {
        aim: aimFor(aim, hasPicture),
        picture: hasPicture ? picture : undefined,
        isMasked: true,
      }
      const problem = problemWith(situation, aDraft(changes))
      expect(['prompt', 'frame', 'stylePictureId', 'pictureId', undefined]).toContain(
        problem?.field,
      )
    }),
  )
})

const layered = {
  ...picture,
  widthPx: 1400,
  canvas: { x: -200, y: 0, width: 1400, height: 800 },
  layers: [{ generationId: generationIdSchema.parse(uuid(1)), index: 0, opacity: 1 }],
}
const composed = { canvas: layered.canvas, layers: layered.layers }

test('an edit names what is seen of its picture and what lies over it', () => {
  const situation: Situation = { aim: 'INPAINT', picture: layered, isMasked: true }
  expect(requestOf(situation, aDraft())).toMatchObject({ ...own, ...composed })
  const whole: Situation = { aim: 'VARIATION', picture: layered, isMasked: false }
  expect(requestOf(whole, aDraft())).toMatchObject({ ...own, ...composed })
})

test('a picture that was picked has none of the layers of the open one', () => {
  const situation: Situation = { aim: 'STYLE', picture: layered, isMasked: false }
  const request = requestOf(situation, aDraft({ picks: { STYLE: [pick] } }))
  expect(request).toMatchObject({ ...own, ...composed, stylePictureId: other })
  const drawn = requestOf(drawing('COLOR_GUIDED'), aDraft({ picks: { COLOR_GUIDED: [pick] } }))
  expect(drawn).not.toHaveProperty('layers')
})

test('what fits the model is the canvas, not the picture under it', () => {
  const draft = aDraft()
  // Fast enlarging takes a megapixel: 1200 × 800 has less, 1400 × 800 more.
  expect(planned(editing('UPSCALE'), draft).kind).toBe('READY')
  const extended: Situation = { aim: 'UPSCALE', picture: layered, isMasked: false }
  expect(problemWith(extended, draft)).toMatchObject({ field: 'pictureId' })
})
