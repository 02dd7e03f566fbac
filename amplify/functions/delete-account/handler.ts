import * as z from 'zod'
import { assertRecentSignIn } from '../../jobs/assert-recent-sign-in.ts'
import { deleteAccount } from '../../jobs/delete-account.ts'
import { resolver } from '../../observability/handle.ts'
import { createAccounts } from '../../store/accounts.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createUsageRows } from '../../store/usage-rows.ts'
import { environmentSchema } from '../environment.ts'
import { openRate } from '../open-rate.ts'
import { openPeople, openStores, storesEnvironment } from '../open-stores.ts'

const environment = environmentSchema
  .pick({ ...storesEnvironment, USER_POOL_ID: true })
  .parse(process.env)

const api = createDataApi({ url: environment.DATA_ENDPOINT, region: environment.AWS_REGION })
const edges = {
  ...openStores(environment),
  usageRows: createUsageRows(api),
  people: openPeople(environment),
  accounts: createAccounts(environment.USER_POOL_ID),
}

export const handler = resolver(
  { name: 'delete-account', arguments: z.object({}), rate: openRate() },
  (call) => {
    assertRecentSignIn(call.signedInAt, edges.now())
    return deleteAccount(edges, call.owner)
  },
)
