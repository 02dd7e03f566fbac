import { defineFunction } from '@aws-amplify/backend'
import { imageFunction } from '../image-function.ts'

/** A 50-megapixel picture is 200 MB decoded; paste-back holds it, its mask and the encoder's copy. */
export const runGeneration = defineFunction(
  (scope) =>
    imageFunction(scope, new URL('./handler.ts', import.meta.url), {
      name: 'run-generation',
      memoryMB: 3_008,
      timeoutSeconds: (deployment) => deployment.runSeconds,
    }),
  { resourceGroupName: 'jobs' },
)
