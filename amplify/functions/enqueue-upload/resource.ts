import { defineFunction } from '@aws-amplify/backend'

/** Sends a message or a few on; `uploadVisibility` exceeds this limit. */
export const enqueueUpload = defineFunction({
  name: 'enqueue-upload',
  entry: './handler.ts',
  runtime: 22,
  architecture: 'arm64',
  timeoutSeconds: 30,
  memoryMB: 256,
  resourceGroupName: 'jobs',
})
