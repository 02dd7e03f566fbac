import { defineFunction } from '@aws-amplify/backend'

export const deleteAccount = defineFunction({
  name: 'delete-account',
  entry: './handler.ts',
  runtime: 22,
  architecture: 'arm64',
  timeoutSeconds: 25,
  memoryMB: 512,
  resourceGroupName: 'data',
})
