import { defineFunction } from '@aws-amplify/backend'
import { imageFunction } from '../image-function.ts'

/**
 * A 100-megapixel picture has up to 400 MB decoded; paste-back holds it, a copy, its mask and the
 * encoded result (`bench/paste-back.ts`). 3,008 MB is the most that a new account may have.
 */
export const runGeneration = defineFunction(
  (scope) =>
    imageFunction(scope, new URL('./handler.ts', import.meta.url), {
      name: 'run-generation',
      memoryMB: 3_008,
      timeoutSeconds: (deployment) => deployment.runSeconds,
    }),
  { resourceGroupName: 'jobs' },
)
