import type { Model } from './model.ts'
import { nova2Omni } from './nova-2-omni.ts'
import { novaCanvas } from './nova-canvas.ts'
import { stabilityControls } from './stability-controls.ts'
import { stabilityEdits } from './stability-edits.ts'
import { stabilityGenerators } from './stability-generators.ts'
import { stabilityUpscalers } from './stability-upscalers.ts'
import { titanImageGeneratorV2 } from './titan-image-generator-v2.ts'

/** Every model that the runtime serves, by its identifier. */
export const models: ReadonlyMap<string, Model> = new Map(
  [
    titanImageGeneratorV2,
    novaCanvas,
    nova2Omni,
    ...stabilityGenerators,
    ...stabilityEdits,
    ...stabilityControls,
    ...stabilityUpscalers,
  ].map((model) => [model.id, model]),
)
