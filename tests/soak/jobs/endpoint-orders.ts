import { randomUUID } from 'node:crypto'
import type { Random } from '../../../sandbox/random.ts'
import { pick } from '../load.ts'
import { endpointModels, wordsOf } from './endpoint.ts'
import type { Order } from './orders.ts'
import type { Customer } from './people.ts'

/** Whole images, edits in a mask, and instructions with and without one and with a reference. */
const kinds = ['DRAWN', 'INPAINT', 'INSTRUCT', 'INSTRUCT_IN_MASK'] as const

/** What is asked of a model at an endpoint. */
export function drawEndpointOrder(random: Random, customer: Customer): Order {
  const id = randomUUID()
  const { pictureId, maskKey } = customer
  const count = random() < 0.2 ? 2 : 1
  const asked = { prompt: wordsOf(id), model: pick(random, endpointModels), count }
  // By this the stand-in changes something of a picture in one colour.
  const told = { ...asked, prompt: `Replace the door with ${asked.prompt}` }
  const requests: Record<(typeof kinds)[number], Order['request']> = {
    DRAWN: { operation: 'TEXT_TO_IMAGE', ...asked, widthPx: 512, heightPx: 512 },
    INPAINT: { operation: 'INPAINT', ...asked, pictureId, maskKey },
    INSTRUCT: { operation: 'INSTRUCT', ...told, pictureId, referenceIds: [pictureId] },
    INSTRUCT_IN_MASK: { operation: 'INSTRUCT', ...told, pictureId, maskKey },
  }
  return { id, customer, request: requests[pick(random, kinds)], isCancelled: false }
}
