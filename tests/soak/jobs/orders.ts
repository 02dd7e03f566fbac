import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { wireErrorSchema } from '#domain/errors.ts'
import type { Layer } from '#domain/layer/composition.ts'
import type { Random } from '../../../sandbox/random.ts'
import type { Answer } from '../../backend/person.ts'
import { pick, Violation } from '../load.ts'
import type { Customer } from './people.ts'

/** A job that was accepted, and whether its cancellation was asked for. */
export type Order = {
  readonly id: string
  readonly customer: Customer
  readonly request: Readonly<Record<string, unknown>>
  isCancelled: boolean
}

const mutation = `mutation Generate($id: ID!, $request: GenerationRequestInput!) {
  generateImage(id: $id, request: $request) { id } }`
const cancellation = 'mutation Cancel($id: ID!) { cancelGeneration(id: $id) { id } }'

/** Between tries of a call that got no answer, or an answer that a fault made. */
const againMs = 100
/** A backend that starts again, and a busy machine, are waited for this long. */
const maxTries = 1_200

/** A model that makes all images of a job in one call, and one that is called for each. */
const atOnce = 'amazon.titan-image-generator-v2:0'
const oneByOne = 'stability.stable-image-erase-object-v1:0'

/** Of all orders, so many are whole images, and so many tiny edits by each way to call a model. */
const shares = { drawn: 0.1, atOnce: 0.15, byOneCall: 0.6 }

/** An edit lies over so many earlier ones at most. */
const maxLayers = 5

/**
 * What is asked for: mostly tiny edits, some by two or three calls, some over earlier edits, and some
 * whole images.
 */
export function drawOrder(random: Random, customer: Customer): Order {
  return { id: randomUUID(), customer, request: drawRequest(random, customer), isCancelled: false }
}

function drawRequest(random: Random, customer: Customer): Order['request'] {
  const { pictureId, maskKey } = customer
  const count = random() < 0.2 ? 2 : 1
  const layers = drawLayers(random, customer)
  const edit = { operation: 'ERASE', pictureId, maskKey, ...(layers.length > 0 && { layers }) }
  let kind = random() - shares.drawn
  if (kind < 0) {
    const image = { prompt: 'a red door', widthPx: 384, heightPx: 576 }
    return { operation: 'TEXT_TO_IMAGE', model: atOnce, ...image, count }
  }
  kind -= shares.atOnce
  if (kind < 0) return { ...edit, model: atOnce, count }
  return { ...edit, model: oneByOne, count: kind < shares.byOneCall ? count : count + 1 }
}

/** Earlier edits in any order, some of them hidden or half seen. */
function drawLayers(random: Random, { patches }: Customer): Layer[] {
  const count = Math.floor(random() * (Math.min(maxLayers, patches.length) + 1))
  return Array.from({ length: count }, () => {
    const { generationId, index } = pick(random, patches)
    return { generationId, index, opacity: pick(random, [0, 0.5, 1]) }
  })
}

/**
 * Sends an order until it is acknowledged, as a client does that keeps what it could not send.
 * @throws Violation when it is refused
 */
export async function place({ id, customer, request }: Order): Promise<void> {
  await untilAnswered(`order ${id}`, () => customer.ask(mutation, { id, request }))
}

/** Asks for the cancellation until that is acknowledged. */
export async function cancel(order: Order): Promise<void> {
  order.isCancelled = true
  await untilAnswered(`the end of ${order.id}`, () =>
    order.customer.ask(cancellation, { id: order.id }),
  )
}

async function untilAnswered(what: string, ask: () => Promise<Answer>): Promise<void> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    const answer = await ask().catch(() => undefined)
    if (answer && answer.errors.length === 0 && answer.data) return
    const refusal = answer?.errors.map(({ message }) => codeOf(message)).find((code) => code)
    if (refusal && refusal !== 'INTERNAL') throw new Violation(`${what} is refused: ${refusal}`)
    await pause(againMs)
  }
  throw new Violation(`${what} gets no answer`)
}

/** The application's own code, when it is one of its errors and not one of a fault. */
function codeOf(message: string): string | undefined {
  try {
    return wireErrorSchema.parse(JSON.parse(message)).code
  } catch {
    return undefined
  }
}
