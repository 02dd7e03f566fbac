import { ask } from './job-steps.ts'
import type { Step } from './step.ts'
import type { World } from './world.ts'

type Request = Readonly<Record<string, unknown>>

const words = { prompt: 'a lighthouse' }
const drawn = { operation: 'TEXT_TO_IMAGE', ...words }

/** For each model but Titan, which the other steps call, a request that only it is asked to do. */
function requestsOn({ pictureId, maskKey }: World): Readonly<Record<string, Request>> {
  const masked = { pictureId, maskKey }
  const found = { pictureId, search: 'the sky', ...words }
  const frame = { leftPx: 32, rightPx: 0, upPx: 0, downPx: 0 }
  return {
    'amazon.nova-canvas-v1:0': { operation: 'ERASE', ...masked },
    'stability.stable-image-core-v1:1': drawn,
    'stability.stable-image-ultra-v1:1': drawn,
    'stability.sd3-5-large-v1:0': drawn,
    'stability.stable-image-inpaint-v1:0': { operation: 'INPAINT', ...masked, ...words },
    'stability.stable-image-erase-object-v1:0': { operation: 'ERASE', ...masked },
    'stability.stable-outpaint-v1:0': { operation: 'OUTPAINT', pictureId, frame },
    'stability.stable-image-search-replace-v1:0': { operation: 'REPLACE', ...found },
    'stability.stable-image-search-recolor-v1:0': { operation: 'RECOLOR', ...found },
    'stability.stable-image-remove-background-v1:0': { operation: 'REMOVE_BACKGROUND', pictureId },
    'stability.stable-image-control-sketch-v1:0': structure(pictureId, 'EDGES'),
    'stability.stable-image-control-structure-v1:0': structure(pictureId, 'REGIONS'),
    'stability.stable-image-style-guide-v1:0': {
      operation: 'STYLE',
      stylePictureId: pictureId,
      ...words,
    },
    'stability.stable-style-transfer-v1:0': {
      operation: 'STYLE',
      stylePictureId: pictureId,
      pictureId,
    },
    'stability.stable-fast-upscale-v1:0': { operation: 'UPSCALE', pictureId, mode: 'FAST' },
    'stability.stable-conservative-upscale-v1:0': upscale(pictureId, 'CONSERVATIVE'),
    'stability.stable-creative-upscale-v1:0': upscale(pictureId, 'CREATIVE'),
  }
}

function structure(pictureId: string, guide: string): Request {
  return { operation: 'STRUCTURE', pictureId, guide, ...words }
}

function upscale(pictureId: string, mode: string): Request {
  return { operation: 'UPSCALE', pictureId, mode, ...words }
}

/** More would wait for each other for longer than AppSync waits for a function. */
const maxAtOnce = 4

/** Every model is called once, so that none of them is allowed for nothing. */
export const modelSteps: readonly Step[] = [
  {
    name: 'run a job on each of the other models',
    needs: [
      ['runGeneration', 'bedrock:InvokeModel', 'foundation-model/stability.stable-image-inpaint'],
    ],
    async run(world) {
      const waiting = Object.entries(requestsOn(world))
      const runThem = async () => {
        for (let next = waiting.pop(); next; next = waiting.pop()) {
          const [model, request] = next
          const { modelUsed } = await ask(world, { ...request, model, count: 1 })
          if (modelUsed !== model) throw new Error(`${model} was asked for, ${modelUsed} ran.`)
        }
      }
      await Promise.all(Array.from({ length: maxAtOnce }, runThem))
    },
  },
]
