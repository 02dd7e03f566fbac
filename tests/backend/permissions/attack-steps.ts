import { deployed } from '../backend.ts'
import { listInTheClear, sendInTheClear } from './plain-http.ts'
import type { Step } from './step.ts'
import type { World } from './world.ts'

const buckets = ['images', 'modelIntrospectionSchema']
const queues = ['uploads', 'generations', 'ingests', 'exports'].flatMap((name) => [
  name,
  `${name}deadletters`,
])

/** Good credentials used over plain HTTP, where anybody on the way reads and repeats them. */
export const attackSteps: readonly Step[] = [
  ...buckets.map(
    (name): Step => ({
      name: `list the bucket ${name} in the clear`,
      isAttack: true,
      needs: [[`bucket ${name}`, 's3:*']],
      run: ({ backend }) => listInTheClear(backend, resourceCalled(backend, `${name}Bucket`)),
    }),
  ),
  ...queues.map(
    (name): Step => ({
      name: `send to the queue ${name} in the clear`,
      isAttack: true,
      needs: [[`queue ${name}`, 'sqs:*']],
      run: ({ backend }) => sendInTheClear(backend, resourceCalled(backend, name)),
    }),
  ),
]

function resourceCalled(backend: World['backend'], name: string): string {
  const kinds = [...deployed(backend, 'AWS::S3::Bucket'), ...deployed(backend, 'AWS::SQS::Queue')]
  const found = backend.sandbox.deployment.resources.find(
    ({ path, physicalId }) =>
      kinds.includes(physicalId) && new RegExp(`/${name}[0-9A-F]{8}$`).test(path),
  )
  if (!found) throw new Error(`There is no ${name}.`)
  return found.physicalId
}
