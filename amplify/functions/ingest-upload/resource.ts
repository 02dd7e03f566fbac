import { defineFunction } from '@aws-amplify/backend'
import { imageFunction } from '../image-function.ts'

/** Decodes once and makes two small renditions; `ingestVisibility` exceeds this limit. */
export const ingestUpload = defineFunction(
  (scope) =>
    imageFunction(scope, new URL('./handler.ts', import.meta.url), {
      name: 'ingest-upload',
      memoryMB: 2_048,
      timeoutSeconds: () => 120,
    }),
  { resourceGroupName: 'jobs' },
)
