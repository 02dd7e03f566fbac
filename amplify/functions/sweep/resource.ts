import { defineFunction } from '@aws-amplify/backend'

export const sweep = defineFunction({
  name: 'sweep',
  entry: './handler.ts',
  runtime: 22,
  architecture: 'arm64',
  timeoutSeconds: 90,
  memoryMB: 512,
  resourceGroupName: 'jobs',
})
