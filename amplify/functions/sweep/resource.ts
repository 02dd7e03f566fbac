import { defineFunction } from '@aws-amplify/backend'
import { nodeVersion } from '../runtime.ts'

export const sweep = defineFunction({
  name: 'sweep',
  entry: './handler.ts',
  runtime: nodeVersion,
  architecture: 'arm64',
  timeoutSeconds: 90,
  memoryMB: 512,
  resourceGroupName: 'jobs',
})
