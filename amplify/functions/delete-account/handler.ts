import * as z from 'zod'
import { assertRecentSignIn } from '../../jobs/assert-recent-sign-in.ts'
import { deleteAccount } from '../../jobs/delete-account.ts'
import { resolver } from '../../observability/handle.ts'
import { createAccounts } from '../../store/accounts.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createUsageRows } from '../../store/usage-rows.ts'
import { openRate } from '../open-rate.ts'
import { openPeople, openStores } from '../open-stores.ts'
import { readNeeds } from '../read-needs.ts'

const told = readNeeds('deleteAccount')
const { places } = told

const api = createDataApi(places)
const edges = {
  ...openStores(places),
  usageRows: createUsageRows(api),
  people: openPeople(places),
  accounts: createAccounts(places.userPoolId),
}

export const handler = resolver(
  { name: 'delete-account', arguments: z.object({}), rate: openRate(told) },
  (call) => {
    assertRecentSignIn(call.signedInAt, edges.now())
    return deleteAccount(edges, call.owner)
  },
)
