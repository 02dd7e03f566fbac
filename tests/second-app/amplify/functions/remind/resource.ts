import { defineFunction } from '@aws-amplify/backend'

export const remind = defineFunction({
  name: 'remind',
  entry: './handler.ts',
  schedule: 'every 5m',
})
