import { defineFunction } from '@aws-amplify/backend'
import { nodeVersion } from '../runtime.ts'

/** Sends a message or a few on; `uploadVisibility` exceeds this limit. */
export const enqueueUpload = defineFunction({
  name: 'enqueue-upload',
  entry: './handler.ts',
  runtime: nodeVersion,
  architecture: 'arm64',
  timeoutSeconds: 30,
  memoryMB: 256,
  resourceGroupName: 'jobs',
})
