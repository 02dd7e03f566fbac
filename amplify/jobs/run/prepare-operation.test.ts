import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { orThrow } from '#domain/errors.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { catalogue } from '#domain/model/catalogue.ts'
import { requestProblem } from '#domain/model/check.ts'
import { sizeIn } from '#domain/model/size-rule.ts'
import { taskOf } from '#domain/model/task.ts'
import { type GenerationRequest, generationRequestSchema } from '#domain/operation/request.ts'
import { aGeneration, aMaskKey, uuid } from '../../../tests/builders/generation.ts'
import { putMask, putOriginal } from '../../../tests/builders/uploads.ts'
import { wholeOf } from '../../../tests/builders/whole.ts'
import { fakeEdges } from '../../../tests/fakes/edges.ts'
import { openOriginal } from '../../imaging/open-original.ts'
import type { PreparedOperation } from '../../models/adapter.ts'
import { prepareOperation } from './prepare-operation.ts'

const size = { width: 300, height: 200 }
const ball = { x: 120, y: 60, radius: 40 }

/** A red ball on a green ground with a slope of brightness, so that every pixel says where it is. */
function drawPhoto(): Uint8Array {
  const pixels = new Uint8Array(size.width * size.height * 3)
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const isBall = (x - ball.x) ** 2 + (y - ball.y) ** 2 < ball.radius ** 2
      pixels.set(
        isBall ? [200, 30, 40] : [30, 60 + (x >> 2), 90 + (y >> 2)],
        (y * size.width + x) * 3,
      )
    }
  }
  return pixels
}

const photo = drawPhoto()

const png = (pixels: Uint8Array, channels: 1 | 3 = 3) =>
  sharp(pixels, { raw: { ...size, channels } })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .png()
    .toBuffer()

/** White over the ball's box. */
function mask(): Uint8Array {
  const pixels = new Uint8Array(size.width * size.height)
  for (let y = 20; y < 100; y++) pixels.fill(255, y * size.width + 80, y * size.width + 160)
  return pixels
}

const worded = { prompt: 'a blue ball' }
const pictured = { pictureId: uuid(100) }
const masked = { ...pictured, maskKey: aMaskKey }
const frame = { leftPx: 40, rightPx: 0, upPx: 30, downPx: 20 }

/** One request for each task. */
const requests = [
  { operation: 'TEXT_TO_IMAGE', ...worded },
  { operation: 'INPAINT', ...worded, ...masked },
  { operation: 'ERASE', ...masked },
  { operation: 'OUTPAINT', ...worded, ...pictured, frame },
  { operation: 'OUTPAINT', ...worded, ...pictured, frame, edge: 'SEAMLESS' },
  { operation: 'PRECISE_OUTPAINT', ...worded, ...masked },
  { operation: 'VARIATION', ...worded, ...pictured },
  { operation: 'VARIATION', ...worded, ...pictured, referenceIds: [uuid(101)] },
  { operation: 'REMOVE_BACKGROUND', ...pictured },
  { operation: 'COLOR_GUIDED', ...worded, colors: ['#ff0000'] },
  { operation: 'COLOR_GUIDED', ...worded, colors: ['#ff0000'], ...pictured },
  { operation: 'STRUCTURE', ...worded, ...pictured, guide: 'EDGES' },
  { operation: 'STRUCTURE', ...worded, ...pictured, guide: 'REGIONS' },
  { operation: 'REPLACE', ...worded, ...pictured, search: 'the ball' },
  { operation: 'RECOLOR', ...worded, ...pictured, search: 'the ball' },
  { operation: 'STYLE', ...worded, stylePictureId: uuid(101) },
  { operation: 'STYLE', ...worded, stylePictureId: uuid(101), ...pictured },
  { operation: 'UPSCALE', ...pictured, mode: 'FAST' },
  { operation: 'UPSCALE', ...worded, ...pictured, mode: 'CONSERVATIVE' },
  { operation: 'UPSCALE', ...worded, ...pictured, mode: 'CREATIVE' },
].map((request) => generationRequestSchema.parse({ ...request, count: 1 }))

const jobs = requests.flatMap((request) =>
  catalogue
    .filter(({ abilities }) => abilities[taskOf(request)])
    .map(
      (card) =>
        [
          `${taskOf(request)} ${'edge' in request ? request.edge : ''}`,
          card.name,
          { request, card },
        ] as const,
    ),
)

async function prepare({ request, card }: { request: GenerationRequest; card: ModelCard }) {
  orThrow(requestProblem(request, card))
  const edges = fakeEdges()
  const sourceKey = putOriginal(edges, await png(photo))
  const maskKey = putMask(edges, await png(mask(), 1))
  const { stylePictureId, referenceIds, pictureId } = {
    stylePictureId: undefined,
    referenceIds: undefined,
    pictureId: undefined,
    ...request,
  }
  const generation = aGeneration({
    ...request,
    modelUsed: card.id,
    ...('maskKey' in request && { maskKey }),
    ...(pictureId && { sourceKey }),
    ...((stylePictureId || referenceIds) && { referenceKeys: [sourceKey] }),
  })
  const asked = 'maskKey' in request ? { ...request, maskKey } : request
  return prepareOperation(edges, generation, { card, request: asked })
}

/** Where the canvas of a result lies, in pixels of its picture. */
function cornerOf({ kind }: PreparedOperation) {
  return kind === 'OUTPAINT' ? { x: -frame.leftPx, y: -frame.upPx } : { x: 0, y: 0 }
}

/** Every picture of a request that goes out, decoded. */
async function sentOf(operation: PreparedOperation) {
  const pictures = [
    ...('image' in operation && operation.image ? [operation.image] : []),
    ...('images' in operation ? operation.images : []),
    ...('styleImage' in operation && operation.styleImage ? [operation.styleImage] : []),
  ]
  return Promise.all(pictures.map((picture) => sharp(picture).metadata()))
}

/** What the model's documentation says comes back, with every pixel another colour. */
async function answerTo(operation: PreparedOperation, card: ModelCard): Promise<Buffer> {
  const result = card.abilities[operation.task]?.result
  const [sent = { width: 0, height: 0 }] = await sentOf(operation)
  const { widthPx, heightPx } = operation.size
  const times = result === 'FOUR_TIMES' ? 4 : result === 'ENLARGED' ? 6 : 1
  let { width, height } = { width: sent.width * times, height: sent.height * times }
  if (result === 'AS_ASKED') [width, height] = [widthPx, heightPx]
  if (operation.kind === 'OUTPAINT' && operation.form === 'FRAME') {
    width += operation.frame.leftPx + operation.frame.rightPx
    height += operation.frame.upPx + operation.frame.downPx
  }
  const image = sharp({ create: { width, height, channels: 3, background: '#2040ff' } })
  return image.png().toBuffer()
}

describe.each(jobs)('%s by %s', (_task, _model, job) => {
  test('sends only sizes that the model takes, and gives back the promised size', async () => {
    const { operation, finish } = await prepare(job)
    const ability = job.card.abilities[operation.task]
    for (const { width, height } of await sentOf(operation)) {
      expect(ability?.picture && sizeIn(ability.picture.sizes, { width, height })).toBeDefined()
    }
    if (operation.kind === 'REMOVE_BACKGROUND') return
    const finished = await finish(await answerTo(operation, job.card), 7)
    const whole = await wholeOf(finished, await png(photo), cornerOf(operation))
    const { width, height } = await sharp(whole).metadata()
    expect([finished.width, finished.height]).toEqual([width, height])
    const grown = { width: size.width + 40, height: size.height + 50 }
    const promised: Partial<Record<PreparedOperation['kind'], typeof size>> = {
      INPAINT: size,
      ERASE: size,
      PRECISE_OUTPAINT: size,
      REPLACE: size,
      RECOLOR: size,
      OUTPAINT: grown,
    }
    expect({ width, height }).toEqual(promised[operation.kind] ?? { width, height })
    const keeps = promised[operation.kind] !== undefined
    expect(finished.changedOutside).toBe(keeps ? 0 : undefined)
  })
})

const cardOf = (name: string): ModelCard => {
  const card = catalogue.find((each) => each.name === name)
  if (card) return card
  throw new Error(`No card is called ${name}.`)
}
const requestOf = (operation: string, edge?: string): GenerationRequest => {
  const found = requests.find(
    (each) => each.operation === operation && (!edge || ('edge' in each && each.edge === edge)),
  )
  if (found) return found
  throw new Error(`There is no request for ${operation}.`)
}

describe.each(['Titan Image Generator v2', 'Nova Canvas', 'Stability Outpaint'])(
  'a picture extended by %s',
  (name) => {
    const card = cardOf(name)

    test('has every old pixel with an exact edge, and the model’s everywhere else', async () => {
      const { operation, finish } = await prepare({ request: requestOf('OUTPAINT', 'EXACT'), card })
      const file = await wholeOf(
        await finish(await answerTo(operation, card), 7),
        await png(photo),
        cornerOf(operation),
      )
      const { pixels, width } = await openOriginal(file)
      let different = 0
      let unpainted = 0
      for (let at = 0; at < pixels.length; at += 3) {
        const x = ((at / 3) % width) - frame.leftPx
        const y = Math.floor(at / 3 / width) - frame.upPx
        const isOld = x >= 0 && x < size.width && y >= 0 && y < size.height
        const from = (y * size.width + x) * 3
        if (isOld && pixels[at] !== photo[from]) different++
        if (!isOld && (pixels[at + 2] ?? 0) < 180) unpainted++
      }
      expect({ different, unpainted }).toEqual({ different: 0, unpainted: 0 })
    })

    test('changes a narrow band of the old picture with a seamless edge, and no more', async () => {
      const { operation, finish } = await prepare({
        request: requestOf('OUTPAINT', 'SEAMLESS'),
        card,
      })
      const file = await wholeOf(
        await finish(await answerTo(operation, card), 7),
        await png(photo),
        cornerOf(operation),
      )
      const { pixels, width } = await openOriginal(file)
      const changedAt = (x: number, y: number) =>
        pixels[((y + frame.upPx) * width + x + frame.leftPx) * 3 + 2] !==
        photo[(y * size.width + x) * 3 + 2]
      expect(changedAt(1, 100)).toBe(true)
      expect(changedAt(150, 1)).toBe(true)
      expect(changedAt(20, 100)).toBe(false)
      expect(changedAt(298, 100)).toBe(false)
    })
  },
)

test.each(['Titan Image Generator v2', 'Stability Inpaint'])(
  'of what a precise outpaint by %s keeps, not a pixel changes',
  async (name) => {
    const card = cardOf(name)
    const { operation, finish } = await prepare({ request: requestOf('PRECISE_OUTPAINT'), card })
    const file = await wholeOf(await finish(await answerTo(operation, card), 7), await png(photo))
    const { pixels } = await openOriginal(file)
    const painted = mask()
    const changed = painted.filter(
      (value, at) => value === 0 && pixels[at * 3 + 2] !== photo[at * 3 + 2],
    )
    expect(changed).toHaveLength(0)
    expect(pixels[(60 * size.width + 120) * 3 + 2]).toBeGreaterThan(180)
  },
)

/** The ball painted blue, all else as sent but for what a model does to every pixel. */
async function recoloured(sent: Buffer): Promise<Buffer> {
  const { data, info } = await sharp(sent).raw().toBuffer({ resolveWithObject: true })
  for (let at = 0; at < data.length; at += 3) {
    const isBall = (data[at] ?? 0) > 120 && (data[at + 1] ?? 0) < 80
    const noise = ((at * 7919) % 5) - 2
    data[at] = isBall ? 30 : (data[at] ?? 0) + noise + 2
    data[at + 1] = (data[at + 1] ?? 0) + noise + 2
    data[at + 2] = isBall ? 220 : (data[at + 2] ?? 0) + noise + 2
  }
  const { width, height } = info
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
}

describe.each([
  ['REPLACE', 'Stability Search and Replace'],
  ['RECOLOR', 'Stability Search and Recolor'],
  ['REPLACE', 'Nova Canvas'],
])('%s by %s', (operation, name) => {
  const job = { request: requestOf(operation), card: cardOf(name) }

  test('pastes what the model changed and leaves the rest as it was', async () => {
    const prepared = await prepare(job)
    const { image } = prepared.operation as { image: Buffer }
    const finished = await prepared.finish(await recoloured(image), 7)
    expect(finished).toMatchObject({ ...size, changedOutside: 0 })
    const { pixels } = await openOriginal(await wholeOf(finished, await png(photo)))
    let wrong = 0
    for (let at = 0; at < photo.length; at += 3) {
      const [x, y] = [(at / 3) % size.width, Math.floor(at / 3 / size.width)]
      const distance = Math.hypot(x - ball.x, y - ball.y)
      const isBlue = (pixels[at + 2] ?? 0) > 190
      if (distance < ball.radius - 3 && !isBlue) wrong++
      if (distance > ball.radius + 24 && pixels[at] !== photo[at]) wrong++
    }
    expect(wrong).toBe(0)
  })

  test('an answer in which nothing is new is no result', async () => {
    const prepared = await prepare(job)
    const { image } = prepared.operation as { image: Buffer }
    await expect(prepared.finish(image, 7)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' })
  })
})

test('a background is removed along the edges of the full-resolution picture', async () => {
  const card = cardOf('Stability Remove Background')
  const { operation, finish } = await prepare({ request: requestOf('REMOVE_BACKGROUND'), card })
  const { image } = operation as { image: Buffer }
  const { data, info } = await sharp(image).raw().toBuffer({ resolveWithObject: true })
  const matte = Buffer.alloc(info.width * info.height)
  for (let at = 0; at < matte.length; at++) matte[at] = (data[at * 3] ?? 0) > 120 ? 255 : 0
  const raw = { width: info.width, height: info.height, channels: 1 as const }
  const answer = await sharp(image).joinChannel(matte, { raw }).png().toBuffer()
  const finished = await finish(answer, 7)
  expect(finished).toMatchObject({ ...size, changedOutside: 0 })
  const { pixels, channels } = await openOriginal(await wholeOf(finished, await png(photo)))
  expect(channels).toBe(4)
  let wrong = 0
  for (let at = 0; at < size.width * size.height; at++) {
    const distance = Math.hypot((at % size.width) - ball.x, Math.floor(at / size.width) - ball.y)
    const opacity = pixels[at * 4 + 3] ?? 0
    if (distance < ball.radius - 3 && opacity < 250) wrong++
    if (distance > ball.radius + 10 && opacity > 5) wrong++
    if (pixels[at * 4] !== photo[at * 3]) wrong++
  }
  expect(wrong).toBe(0)
})

test('a picture without transparency is no answer to the removal of a background', async () => {
  const card = cardOf('Stability Remove Background')
  const { operation, finish } = await prepare({ request: requestOf('REMOVE_BACKGROUND'), card })
  const { image } = operation as { image: Buffer }
  await expect(finish(image, 7)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' })
})

test('a fast upscale is exactly four times as large, else it is refused', async () => {
  const card = cardOf('Stability Fast Upscale')
  const { operation, finish } = await prepare({ request: requestOf('UPSCALE'), card })
  const finished = await finish(await answerTo(operation, card), 7)
  expect([finished.width, finished.height]).toEqual([1_200, 800])
  const { image } = operation as { image: Buffer }
  const less = await sharp(image).resize(1_196, 800, { fit: 'fill' }).png().toBuffer()
  await expect(finish(less, 7)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' })
})
