import { defineStorage } from '@aws-amplify/backend'

/** One private bucket; per-user keys are bound by a principal tag in `backend.ts`. */
export const storage = defineStorage({ name: 'images', keepOnDelete: true })
