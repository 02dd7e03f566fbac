import { defineFunction } from '@aws-amplify/backend'
import { imageFunction } from '../image-function.ts'

/**
 * A 100-megapixel root has up to 400 MB decoded; an export holds it, a copy, one patch and the encoded
 * file (`bench/export.ts`). 3,008 MB is the most that a new account may have.
 */
export const makeExport = defineFunction(
  (scope) =>
    imageFunction(scope, new URL('./handler.ts', import.meta.url), {
      name: 'make-export',
      memoryMB: 3_008,
      timeoutSeconds: (deployment) => deployment.runSeconds,
    }),
  { resourceGroupName: 'jobs' },
)
