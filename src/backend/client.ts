import { generateClient } from 'aws-amplify/data'
import type { Schema } from '../../amplify/data/resource.ts'

/** The one GraphQL client; the app is configured before this file loads. */
export const client = generateClient<Schema>()
