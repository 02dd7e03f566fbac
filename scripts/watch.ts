import { openClient } from './client.ts'
import { signInDemo } from './sign-in-demo.ts'

/** `npm run watch`: the demo user's history as it changes, until Ctrl-C. */
const { client, stop } = await openClient()
process.on('SIGINT', () => {
  void stop().then(() => process.exit(0))
})
const owner = await signInDemo()

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
