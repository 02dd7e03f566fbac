import * as z from 'zod'
import { assertRecentSignIn } from '../../jobs/assert-recent-sign-in.ts'
import { deleteAccount } from '../../jobs/delete-account.ts'
import { resolver } from '../../observability/handle.ts'
import { createAccounts } from '../../store/accounts.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createGenerations } from '../../store/generations.ts'
import { createObjects } from '../../store/objects.ts'
import { createPictures } from '../../store/pictures.ts'
import { createUsageRows } from '../../store/usage-rows.ts'
import { environmentSchema } from '../environment.ts'
import { openRate } from '../open-rate.ts'

const environment = environmentSchema
  .pick({ AWS_REGION: true, DATA_ENDPOINT: true, BUCKET_NAME: true, USER_POOL_ID: true })
  .parse(process.env)

const api = createDataApi({ url: environment.DATA_ENDPOINT, region: environment.AWS_REGION })
const edges = {
  generations: createGenerations(api),
  pictures: createPictures(api),
  objects: createObjects(environment.BUCKET_NAME),
  usageRows: createUsageRows(api),
  accounts: createAccounts(environment.USER_POOL_ID),
  now: Date.now,
}

export const handler = resolver(
  { name: 'delete-account', arguments: z.object({}), rate: openRate() },
  (call) => {
    assertRecentSignIn(call.signedInAt, edges.now())
    return deleteAccount(edges, call.owner)
  },
)
