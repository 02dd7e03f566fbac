import { describe, expect, test } from 'vitest'
import { toldBy } from '../../tests/told.ts'
import { AppError, orThrow } from '../errors.ts'
import { parseGenerationRequest } from '../operation/request.ts'
import { callIdOf } from './access.ts'
import { catalogue, findModel } from './catalogue.ts'
import { pictureProblem, pictureRuleOf, requestProblem } from './check.ts'
import type { Task } from './task.ts'
import { taskOf } from './task.ts'

/**
 * Every task × every model × each limit at, below and above: written by hand from AWS's pages, so
 * that a slip in a card shows. The bodies that are sent are compared in `amplify/models/`.
 */

const titan = 'amazon.titan-image-generator-v2:0'
const nova = 'amazon.nova-canvas-v1:0'
const core = 'stability.stable-image-core-v1:1'
const ultra = 'stability.stable-image-ultra-v1:1'
const large = 'stability.sd3-5-large-v1:0'
const inpaint = 'stability.stable-image-inpaint-v1:0'
const erase = 'stability.stable-image-erase-object-v1:0'
const outpaint = 'stability.stable-outpaint-v1:0'
const replace = 'stability.stable-image-search-replace-v1:0'
const recolor = 'stability.stable-image-search-recolor-v1:0'
const background = 'stability.stable-image-remove-background-v1:0'
const sketch = 'stability.stable-image-control-sketch-v1:0'
const structure = 'stability.stable-image-control-structure-v1:0'
const guide = 'stability.stable-image-style-guide-v1:0'
const transfer = 'stability.stable-style-transfer-v1:0'
const fast = 'stability.stable-fast-upscale-v1:0'
const conservative = 'stability.stable-conservative-upscale-v1:0'
const creative = 'stability.stable-creative-upscale-v1:0'

const amazon = [titan, nova]
const generators = [core, ultra, large]

/** Which models do which task, exactly or as the nearest. */
const able: Record<Task, readonly string[]> = {
  TEXT_TO_IMAGE: [...amazon, ...generators],
  INPAINT: [...amazon, inpaint],
  ERASE: [...amazon, erase],
  OUTPAINT: [...amazon, outpaint],
  PRECISE_OUTPAINT: [...amazon, inpaint],
  VARIATION: [...amazon, large],
  BLEND: amazon,
  REMOVE_BACKGROUND: [...amazon, background],
  COLOR_GUIDED: [...amazon, ...generators],
  COLOR_GUIDED_BY_PICTURE: [...amazon, guide],
  STRUCTURE_EDGES: [...amazon, sketch],
  STRUCTURE_REGIONS: [...amazon, structure],
  REPLACE: [...amazon, replace],
  RECOLOR: [...amazon, recolor],
  STYLE_GUIDE: [guide],
  STYLE_TRANSFER: [transfer],
  STYLE_PRESET: [nova],
  STYLE_PRESET_TRANSFER: [structure],
  UPSCALE_FAST: [fast],
  UPSCALE_CONSERVATIVE: [conservative],
  UPSCALE_CREATIVE: [creative],
  // Only models that a deployment adds follow instructions.
  INSTRUCT: [],
}
const tasks = Object.keys(able) as Task[]

const pictureId = '5b2c6d1e-0f4a-5c8e-9a35-7d1f0e6b9c42'
const maskKey = `masks/${pictureId}/${'a'.repeat(64)}.png`
const one = { count: 1, pictureId }
const words = { prompt: 'a pond' }
const frame = { leftPx: 1, rightPx: 0, upPx: 0, downPx: 0 }
const colors = ['#102030']

/** The least that each task asks. */
const least: Record<Task, object> = {
  TEXT_TO_IMAGE: { operation: 'TEXT_TO_IMAGE', ...words, count: 1 },
  INPAINT: { operation: 'INPAINT', ...one, maskKey, ...words },
  ERASE: { operation: 'ERASE', ...one, maskKey },
  OUTPAINT: { operation: 'OUTPAINT', ...one, frame, ...words },
  PRECISE_OUTPAINT: { operation: 'PRECISE_OUTPAINT', ...one, maskKey, ...words },
  VARIATION: { operation: 'VARIATION', ...one, ...words },
  BLEND: { operation: 'VARIATION', ...one, ...words, referenceIds: [pictureId] },
  REMOVE_BACKGROUND: { operation: 'REMOVE_BACKGROUND', ...one },
  COLOR_GUIDED: { operation: 'COLOR_GUIDED', ...words, colors, count: 1 },
  COLOR_GUIDED_BY_PICTURE: { operation: 'COLOR_GUIDED', ...one, ...words, colors },
  STRUCTURE_EDGES: { operation: 'STRUCTURE', ...one, ...words, guide: 'EDGES' },
  STRUCTURE_REGIONS: { operation: 'STRUCTURE', ...one, ...words, guide: 'REGIONS' },
  REPLACE: { operation: 'REPLACE', ...one, ...words, search: 'a boat' },
  RECOLOR: { operation: 'RECOLOR', ...one, ...words, search: 'a boat' },
  STYLE_GUIDE: { operation: 'STYLE', ...words, stylePictureId: pictureId, count: 1 },
  STYLE_TRANSFER: { operation: 'STYLE', ...one, stylePictureId: pictureId },
  STYLE_PRESET: { operation: 'STYLE', ...words, stylePreset: 'PHOTOREALISM', count: 1 },
  STYLE_PRESET_TRANSFER: { operation: 'STYLE', ...one, ...words, stylePreset: 'anime' },
  UPSCALE_FAST: { operation: 'UPSCALE', ...one, mode: 'FAST' },
  UPSCALE_CONSERVATIVE: { operation: 'UPSCALE', ...one, ...words, mode: 'CONSERVATIVE' },
  UPSCALE_CREATIVE: { operation: 'UPSCALE', ...one, ...words, mode: 'CREATIVE' },
  INSTRUCT: { operation: 'INSTRUCT', ...one, ...words },
}

function cardOf(model: string) {
  const card = findModel(model)
  if (!card) throw new Error(`There is no card of ${model}.`)
  return card
}

/** @returns `undefined` when the model takes the task with these fields, else what is refused */
function refusalOf(model: string, task: Task, fields: object = {}): string | undefined {
  try {
    const request = parseGenerationRequest({ ...least[task], ...fields })
    expect(taskOf(request)).toBe(task)
    orThrow(requestProblem(request, cardOf(model)))
    return undefined
  } catch (error) {
    if (error instanceof AppError) return `${error.code} ${error.field}`
    throw error
  }
}

test('the catalogue holds all 18 models, each once', () => {
  const named = new Set(Object.values(able).flat())
  expect(named.size).toBe(18)
  expect(catalogue.map(({ id }) => id).toSorted()).toEqual([...named].toSorted())
})

describe.each(tasks)('%s', (task) => {
  test.each(catalogue.map(({ id }) => id))('by %s', (model) => {
    const refusal = able[task].includes(model) ? undefined : 'UNSUPPORTED operation'
    expect(refusalOf(model, task)).toBe(refusal)
  })
})

test('a model that cannot do a task says so in words', () => {
  const request = parseGenerationRequest(least.UPSCALE_FAST)
  expect(toldBy(() => orThrow(requestProblem(request, cardOf(titan))))?.detail).toBe(
    'Titan Image Generator v2 cannot enlarge a picture fast.',
  )
})

const list = (...lines: string[]) => lines.join(' ').split(' ')
const text = (length: number) => 'x'.repeat(length)

type Limit = readonly [field: string, taken: readonly unknown[], refused: readonly unknown[]]

const wordsOf = (field: string, most: number): Limit => [
  field,
  [text(1), text(most - 1), text(most)],
  [text(most + 1)],
]
const worded = (most: number) => [wordsOf('prompt', most), wordsOf('negativePrompt', most)]
const within = (field: string, min: number, max: number): Limit => [
  field,
  [min, min + 0.01, max - 0.01, max],
  [min - 0.01, max + 0.01],
]
const upTo = (field: string, most: number, least = 0): Limit => [
  field,
  [least, least + 1, most - 1, most],
  [least - 1, most + 1],
]
const none = (field: string, value: unknown): Limit => [field, [], [value]]
const colours: Limit = [
  'colors',
  [1, 2, 9, 10].map((count) => Array(count).fill('#102030')),
  [0, 11].map((count) => Array(count).fill('#102030')),
]

const bothQualities: Limit = ['quality', ['STANDARD', 'PREMIUM'], []]
const oneQuality: Limit = ['quality', ['STANDARD'], ['PREMIUM']]
const drawnByAmazon = [upTo('count', 5, 1), upTo('seed', 2_147_483_646), bothQualities]
const seededByStability = [upTo('count', 5, 1), upTo('seed', 4_294_967_294), oneQuality]
const onlyOne: Limit = ['count', [1], [0, 2]]
const noStyle = none('stylePreset', 'anime')
const noSize: Limit = ['widthPx', [], [1024]]
const everyPreset: Limit = [
  'stylePreset',
  list(
    '3d-model analog-film anime cinematic comic-book digital-art enhance fantasy-art isometric',
    'line-art low-poly modeling-compound neon-punk origami photographic pixel-art tile-texture',
  ),
  ['sepia', 'PHOTOREALISM'],
]
const novaStyles: Limit = [
  'stylePreset',
  list(
    '3D_ANIMATED_FAMILY_FILM DESIGN_SKETCH FLAT_VECTOR_ILLUSTRATION GRAPHIC_NOVEL_ILLUSTRATION',
    'MAXIMALISM MIDCENTURY_RETRO PHOTOREALISM SOFT_DIGITAL_PAINTING',
  ),
  ['anime'],
]

function amazonLimits(model: string, most: number): [string, Task, readonly Limit[]][] {
  const drawn = [...worded(most), ...drawnByAmazon]
  const masked = [...drawn, noStyle]
  const similar = within('similarity', 0.2, 1)
  return [
    [model, 'TEXT_TO_IMAGE', model === nova ? [...drawn, novaStyles] : masked],
    [model, 'INPAINT', masked],
    [model, 'ERASE', drawnByAmazon],
    [model, 'OUTPAINT', [...masked, none('creativity', 0.5)]],
    [model, 'PRECISE_OUTPAINT', masked],
    [model, 'VARIATION', [...masked, similar]],
    [model, 'BLEND', [...masked, similar, referencesUpToFour]],
    [model, 'REMOVE_BACKGROUND', [onlyOne, oneQuality, none('seed', 1)]],
    [model, 'COLOR_GUIDED', [...masked, colours]],
    [model, 'COLOR_GUIDED_BY_PICTURE', [...masked, colours]],
    [model, 'STRUCTURE_EDGES', [...masked, within('strength', 0, 1)]],
    [model, 'STRUCTURE_REGIONS', [...masked, within('strength', 0, 1)]],
    [model, 'REPLACE', [...masked, wordsOf('search', most)]],
    [model, 'RECOLOR', [...masked, wordsOf('search', most)]],
  ]
}

const referencesUpToFour: Limit = [
  'referenceIds',
  [1, 2, 3, 4].map((count) => Array(count).fill(pictureId)),
  [5].map((count) => Array(count).fill(pictureId)),
]

const long = [...worded(10_000), ...seededByStability]
/** Ten colours follow the words: 18 characters before them, 7 of each, 2 between two, 1 after. */
const coloured = [wordsOf('prompt', 10_000 - 107), wordsOf('negativePrompt', 10_000), colours]
const styled = [...long, everyPreset]
const found = [...styled, wordsOf('search', 2_000)]
const controlled = [...styled, within('strength', 0, 1), noSize]

const limits: readonly [model: string, task: Task, limits: readonly Limit[]][] = [
  ...amazonLimits(titan, 512),
  ...amazonLimits(nova, 1_024),
  [nova, 'STYLE_PRESET', [...worded(1_024), ...drawnByAmazon, novaStyles, none('strength', 1)]],
  ...generators.flatMap((model): [string, Task, readonly Limit[]][] => [
    [model, 'TEXT_TO_IMAGE', [...long, noStyle]],
    [model, 'COLOR_GUIDED', [...coloured, ...seededByStability, noStyle]],
  ]),
  [large, 'VARIATION', [...long, within('similarity', 0.2, 1), noStyle, noSize]],
  [inpaint, 'INPAINT', styled],
  [inpaint, 'PRECISE_OUTPAINT', styled],
  [erase, 'ERASE', seededByStability],
  [
    outpaint,
    'OUTPAINT',
    [
      wordsOf('prompt', 10_000),
      ...seededByStability,
      everyPreset,
      within('creativity', 0.1, 1),
      none('negativePrompt', 'ducks'),
    ],
  ],
  [replace, 'REPLACE', found],
  [recolor, 'RECOLOR', found],
  [background, 'REMOVE_BACKGROUND', [onlyOne, oneQuality, none('seed', 1)]],
  [sketch, 'STRUCTURE_EDGES', controlled],
  [structure, 'STRUCTURE_REGIONS', controlled],
  [structure, 'STYLE_PRESET_TRANSFER', controlled],
  [guide, 'STYLE_GUIDE', [...styled, within('strength', 0, 1)]],
  [guide, 'COLOR_GUIDED_BY_PICTURE', [...coloured, ...seededByStability, everyPreset]],
  [transfer, 'STYLE_TRANSFER', [...long, within('strength', 0, 1), noStyle, noSize]],
  [
    fast,
    'UPSCALE_FAST',
    [
      onlyOne,
      oneQuality,
      none('seed', 1),
      none('prompt', 'a pond'),
      none('creativity', 0.3),
      noStyle,
    ],
  ],
  [conservative, 'UPSCALE_CONSERVATIVE', [...long, within('creativity', 0.1, 0.5), noStyle]],
  [creative, 'UPSCALE_CREATIVE', [...styled, within('creativity', 0.1, 0.5)]],
]

test('the limits are of every model, with every task that it does', () => {
  const listed = limits.map(([model, task]) => `${task} ${model}`)
  const known = tasks.flatMap((task) => able[task].map((model) => `${task} ${model}`))
  expect(listed.toSorted()).toEqual(known.toSorted())
})

const eachLimit = limits.flatMap(([model, task, all]) =>
  all.map(([field, taken, refused]) => ({ model, task, field, taken, refused })),
)

test.each(eachLimit)('$model, $task: $field', ({ model, task, field, taken, refused }) => {
  for (const value of taken) expect(refusalOf(model, task, { [field]: value })).toBeUndefined()
  for (const value of refused) {
    // A value may already be refused by the schema, which names the item of a list.
    expect(refusalOf(model, task, { [field]: value })).toMatch(
      new RegExp(`^INVALID_REQUEST ${field}`),
    )
  }
})

describe('words that a model needs', () => {
  test.each([titan, nova])('%s needs them to extend a picture', (model) => {
    expect(refusalOf(model, 'OUTPAINT', { prompt: null })).toBe('INVALID_REQUEST prompt')
  })

  test.each([
    [outpaint, 'OUTPAINT'],
    [titan, 'VARIATION'],
    [nova, 'BLEND'],
  ] as const)('%s does %s without', (model, task) => {
    expect(refusalOf(model, task, { prompt: null })).toBeUndefined()
  })

  test.each([
    [large, 'VARIATION'],
    [guide, 'STYLE_GUIDE'],
    [conservative, 'UPSCALE_CONSERVATIVE'],
    [creative, 'UPSCALE_CREATIVE'],
  ] as const)('%s does no %s without', (model, task) => {
    expect(refusalOf(model, task, { prompt: null })).toBe('INVALID_REQUEST prompt')
  })
})

test('only a frame has a limit for each side, and only what extends by a frame has one', () => {
  const found = catalogue.map(({ id, abilities: { OUTPAINT: it } }) => [
    id,
    it?.extendsBy,
    it?.framePx,
  ])
  expect(found.filter(([, extendsBy]) => extendsBy !== undefined)).toEqual([
    [outpaint, 'FRAME', { min: 0, max: 2_000 }],
    [nova, 'MASK', undefined],
    [titan, 'MASK', undefined],
  ])
})

/** Bytes of a picture as a file: Titan's are documented; elsewhere the body is the limit. */
test('pictures for Titan are files of up to 5 MB', () => {
  expect(pictureRuleOf(cardOf(titan), 'INPAINT').maxBytes).toBe(5_000_000)
})

describe('identity and money', () => {
  const profile = ['us-east-1', 'us-east-2', 'us-west-2']
  const west = ['us-west-2']
  /** Regions, requests a minute, and micro-dollars for a standard image, dearest last. */
  const facts: Record<string, readonly [readonly string[], number, ...number[]]> = {
    [titan]: [['us-east-1', 'us-west-2'], 60, 8_000, 10_000],
    [nova]: [['us-east-1', 'eu-west-1', 'ap-northeast-1'], 100, 40_000, 60_000],
    [core]: [west, 90, 40_000],
    [ultra]: [west, 10, 140_000],
    [large]: [west, 15, 80_000],
    [inpaint]: [profile, 20, 70_000],
    [erase]: [profile, 20, 70_000],
    [outpaint]: [profile, 4, 60_000],
    [replace]: [profile, 20, 70_000],
    [recolor]: [profile, 20, 70_000],
    [background]: [profile, 20, 70_000],
    [sketch]: [profile, 20, 70_000],
    [structure]: [profile, 20, 70_000],
    [guide]: [profile, 20, 70_000],
    [transfer]: [profile, 20, 80_000],
    [fast]: [profile, 20, 30_000],
    [conservative]: [profile, 4, 400_000],
    [creative]: [profile, 4, 600_000],
  }

  test.each(Object.entries(facts))('%s', (model, [regions, perMinute, ...prices]) => {
    const card = cardOf(model)
    const standard = card.prices.filter(({ quality }) => quality === 'STANDARD')
    expect([card.regions, card.requestsPerMinute, ...standard.map((it) => it.perImage)]).toEqual([
      regions,
      perMinute,
      ...prices,
    ])
    expect(card.priceSource.seenOn).toMatch(/^2026-\d\d-\d\d$/)
    const isService = regions === profile
    expect(callIdOf(card)).toBe(isService ? `us.${model}` : model)
  })

  test('two models have an end of life', () => {
    const ends = catalogue.filter(({ lifecycle }) => lifecycle.endOfLife !== undefined)
    expect(ends.map(({ id, lifecycle }) => [id, lifecycle])).toEqual([
      [nova, { legacySince: '2026-03-30', endOfLife: '2026-09-30' }],
      [titan, { legacySince: '2025-12-30', endOfLife: '2026-06-30' }],
    ])
  })
})

type Sides = readonly [widthPx: number, heightPx: number]

const byRatio: readonly Sides[] = [
  ...([
    [1024, 1024],
    [1344, 768],
    [768, 1344],
    [1216, 832],
    [832, 1216],
  ] as const),
  ...([
    [1088, 896],
    [896, 1088],
    [1536, 640],
    [640, 1536],
  ] as const),
]

const sizes: readonly [string, taken: readonly Sides[], refused: readonly Sides[]][] = [
  [
    titan,
    // Every pair of the table: squares, pairs both ways, and two that are landscape only.
    [
      ...([
        [1024, 1024],
        [768, 768],
        [512, 512],
        [1152, 640],
        [1173, 640],
      ] as const),
      ...([
        [768, 1152],
        [768, 1280],
        [896, 1152],
        [768, 1408],
        [640, 1408],
      ] as const),
      ...([
        [1152, 768],
        [1280, 768],
        [1152, 896],
        [1408, 768],
        [1408, 640],
      ] as const),
      ...([
        [384, 576],
        [384, 640],
        [448, 576],
        [384, 704],
        [320, 704],
      ] as const),
      ...([
        [576, 384],
        [640, 384],
        [576, 448],
        [704, 384],
        [704, 320],
      ] as const),
    ],
    [
      [640, 1152],
      [640, 1173],
      [1025, 1024],
      [1024, 1023],
      [1408, 1408],
      [320, 320],
    ],
  ],
  [
    nova,
    [
      [320, 320], // the least sides
      [336, 320],
      [320, 1280], // 1:4
      [1280, 320],
      [2048, 2032], // 4,161,536 pixels
      [4080, 1024], // 4,177,920 pixels, 1:3.98; no side of 4096 fits 1:4 below 4,194,304
    ],
    [
      [304, 320],
      [328, 320], // no multiple of 16
      [320, 1296],
      [2048, 2048], // 4,194,304 pixels: not under
      [4096, 1024],
      [4112, 1024],
    ],
  ],
  ...generators.map((model): [string, readonly Sides[], readonly Sides[]] => [
    model,
    byRatio,
    [
      [1024, 1025],
      [512, 512],
      [2048, 2048],
    ],
  ]),
]

test.each(sizes)(
  '%s makes the sizes that are documented, and no other',
  (model, taken, refused) => {
    const refusal = ([widthPx, heightPx]: Sides) =>
      refusalOf(model, 'TEXT_TO_IMAGE', { widthPx, heightPx })
    expect(taken.filter((sides) => refusal(sides) !== undefined)).toEqual([])
    expect(refused.filter((sides) => refusal(sides) !== 'INVALID_REQUEST widthPx')).toEqual([])
  },
)

const pictures: readonly [Task, string, taken: readonly Sides[], refused: readonly Sides[]][] = [
  [
    'UPSCALE_FAST',
    fast,
    // Sides 32 to 1536; 1,024 to 1,048,576 pixels.
    [
      [32, 32],
      [1536, 32],
      [33, 1535],
      [1024, 1024],
      [1536, 682],
    ],
    [
      [31, 1000],
      [1537, 100],
      [1025, 1024],
      [1536, 683],
    ],
  ],
  [
    'UPSCALE_CONSERVATIVE',
    conservative,
    // Sides from 64; up to 1,048,576 pixels; up to 1:2.5.
    [
      [64, 64],
      [64, 160],
      [160, 64],
      [1024, 1024],
    ],
    [
      [63, 64],
      [64, 161],
      [161, 64],
      [1025, 1024],
    ],
  ],
  [
    'UPSCALE_CREATIVE',
    creative,
    [
      [64, 64],
      [64, 160],
      [1024, 1024],
    ],
    [
      [63, 66],
      [64, 161],
      [1025, 1024],
    ],
  ],
]

test.each(pictures)('%s by %s takes pictures within its limits', (task, model, taken, refused) => {
  const request = parseGenerationRequest(least[task])
  const isTaken = ([width, height]: Sides) => {
    try {
      orThrow(pictureProblem(request, cardOf(model), { width, height }))
      return true
    } catch (error) {
      if (error instanceof AppError && error.field === 'pictureId') return false
      throw error
    }
  }
  expect(taken.filter((sides) => !isTaken(sides))).toEqual([])
  expect(refused.filter(isTaken)).toEqual([])
})
