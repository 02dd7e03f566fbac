import { defineFunction } from '@aws-amplify/backend'
import { nodeVersion } from '../runtime.ts'

export const tidyObjects = defineFunction({
  name: 'tidy-objects',
  entry: './handler.ts',
  runtime: nodeVersion,
  architecture: 'arm64',
  timeoutSeconds: 300,
  memoryMB: 512,
  resourceGroupName: 'jobs',
})
