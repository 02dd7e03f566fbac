import { defineFunction } from '@aws-amplify/backend'

export const generateImage = defineFunction({
  name: 'generate-image',
  entry: './handler.ts',
  runtime: 22,
  architecture: 'arm64',
  timeoutSeconds: 25,
  memoryMB: 512,
  resourceGroupName: 'data',
})
