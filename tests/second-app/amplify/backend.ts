import { defineBackend } from '@aws-amplify/backend'
import { auth } from './auth/resource.ts'
import { data } from './data/resource.ts'
import { remind } from './functions/remind/resource.ts'
import { whoAmI } from './functions/who-am-i/resource.ts'

/** A notice board: a Gen 2 app that has nothing to do with the product, to hold the sandbox to what it promises. */
defineBackend({ auth, data, remind, whoAmI })
