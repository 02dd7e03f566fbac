import { getCurrentUser, signIn } from 'aws-amplify/auth'
import { openClient } from './client.ts'
import { demoUser } from './demo-user.ts'

/** `npm run watch`: the demo user's history as it changes, until Ctrl-C. */
const { client, stop } = await openClient()
process.on('SIGINT', () => {
  void stop().then(() => process.exit(0))
})
await signIn({ username: demoUser.email, password: demoUser.password })
const { userId: owner } = await getCurrentUser()

type Entry = { id: string; status: string | null; operation: string | null; createdAt: string }
const print = (entry: Entry) =>
  console.log(`${entry.createdAt}  ${entry.id}  ${entry.operation}  ${entry.status}`)

const history = await client.models.Generation.generationsByOwner(
  { owner },
  { sortDirection: 'DESC', limit: 20 },
)
for (const generation of history.data.toReversed()) print(generation)

for (const changes of [client.models.Generation.onCreate(), client.models.Generation.onUpdate()]) {
  changes.subscribe({ next: print, error: (cause) => console.error(cause) })
}
