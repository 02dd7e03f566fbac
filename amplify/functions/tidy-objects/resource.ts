import { defineFunction } from '@aws-amplify/backend'

export const tidyObjects = defineFunction({
  name: 'tidy-objects',
  entry: './handler.ts',
  runtime: 22,
  architecture: 'arm64',
  timeoutSeconds: 300,
  memoryMB: 512,
  resourceGroupName: 'jobs',
})
