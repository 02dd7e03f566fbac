import type { InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-web'
import type { Size } from '#domain/frame/space.ts'
import type { Click } from '../document/region-steps.ts'

/**
 * Segment Anything as a pair of networks: one makes an embedding of a picture once, the other finds in
 * it what is pointed at. Any pair with these inputs and outputs fits (`docs/dependencies.md`).
 */

/** The longer side of the picture that the networks see. */
export const modelPx = 1024
/** The side of what they answer, a square over the same square of the picture. */
export const maskPx = 256

/** Means and deviations of the pictures that the networks learned from, for red, green and blue. */
const means = [123.675, 116.28, 103.53]
const deviations = [58.395, 57.12, 57.375]

const labels = { padding: -1, outside: 0, inside: 1, boxStart: 2, boxEnd: 3 } as const

/** What is pointed at, in pixels of the picture that the network sees. */
export type Prompt = {
  readonly clicks: readonly Click[]
  readonly box?: readonly [left: number, top: number, right: number, bottom: number] | undefined
}

/** One answer: how surely each place belongs to the object (above 0 it does), and how good that is, 0 to 1. */
export type Answer = { readonly logits: Float32Array; readonly quality: number }

export interface Segmenter {
  /** Looks at a picture. @param pixels RGBA of `size`, whose longer side is `modelPx` */
  embed(pixels: Uint8ClampedArray, size: Size): Promise<void>
  /**
   * Finds what is pointed at in the picture that was looked at last.
   * @param before an earlier answer to fewer clicks, to go on from
   * @returns `maskPx` × `maskPx`, of which the picture is the upper left part
   */
  find(prompt: Prompt, before?: Float32Array): Promise<Answer>
}

/** A segmenter of two loaded networks. */
export function createSegmenter(networks: {
  readonly encoder: InferenceSession
  readonly decoder: InferenceSession
  readonly Tensor: TensorConstructor
}): Segmenter {
  const { encoder, decoder, Tensor } = networks
  let embedding: Tensor | undefined
  const tensor = (values: readonly number[], sides: readonly number[]) =>
    new Tensor('float32', Float32Array.from(values), sides)
  return {
    async embed(pixels, size) {
      const input = new Tensor('float32', networkInput(pixels, size), [1, 3, modelPx, modelPx])
      embedding?.dispose()
      embedding = undefined
      const { output } = await encoder.run({ input })
      embedding = output
    },
    async find({ clicks, box }, before) {
      if (!embedding) throw new Error('No picture was looked at.')
      const corners = box
        ? [
            { x: box[0], y: box[1], label: labels.boxStart },
            { x: box[2], y: box[3], label: labels.boxEnd },
          ]
        : [{ x: 0, y: 0, label: labels.padding }]
      const points = [
        ...clicks.map(({ x, y, isInside }) => ({
          x,
          y,
          label: isInside ? labels.inside : labels.outside,
        })),
        ...corners,
      ]
      const mask = before ?? new Float32Array(maskPx * maskPx)
      const found = await decoder.run({
        image_embeddings: embedding,
        point_coords: tensor(
          points.flatMap(({ x, y }) => [x, y]),
          [1, points.length, 2],
        ),
        point_labels: tensor(
          points.map(({ label }) => label),
          [1, points.length],
        ),
        mask_input: new Tensor('float32', mask, [1, 1, maskPx, maskPx]),
        has_mask_input: tensor([before ? 1 : 0], [1]),
        // Larger answers are these, enlarged.
        orig_im_size: tensor([maskPx, maskPx], [2]),
      })
      const logits = found['low_res_masks']?.data
      const quality = found['iou_predictions']?.data[0]
      if (!(logits instanceof Float32Array)) throw new Error('The network gave no mask.')
      return { logits, quality: Number(quality) }
    },
  }
}

/** Three planes of a square with the picture in its upper left corner, centred and scaled as learned. */
function networkInput(pixels: Uint8ClampedArray, { width, height }: Size): Float32Array {
  const plane = modelPx * modelPx
  const input = new Float32Array(3 * plane)
  for (let channel = 0; channel < 3; channel += 1) {
    const [mean = 0, deviation = 1] = [means[channel], deviations[channel]]
    for (let y = 0; y < height; y += 1) {
      const row = channel * plane + y * modelPx
      for (let x = 0; x < width; x += 1) {
        input[row + x] = ((pixels[(y * width + x) * 4 + channel] ?? 0) - mean) / deviation
      }
    }
  }
  return input
}
