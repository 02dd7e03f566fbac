import { defineFunction } from '@aws-amplify/backend'

export const whoAmI = defineFunction({ name: 'who-am-i', entry: './handler.ts' })
