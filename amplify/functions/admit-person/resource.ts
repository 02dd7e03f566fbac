import { defineFunction } from '@aws-amplify/backend'
import { nodeVersion } from '../runtime.ts'

/** It is in the stack of the user pool, which asks it: elsewhere the stacks would form a cycle. */
export const admitPerson = defineFunction({
  name: 'admit-person',
  entry: './handler.ts',
  runtime: nodeVersion,
  architecture: 'arm64',
  timeoutSeconds: 5,
  memoryMB: 256,
  resourceGroupName: 'auth',
})
