import { isEnded } from '#domain/export/export.ts'
import { askForExport, exportIdIn, getExport } from '../person.ts'
import { ask, failOn, resolverNeeds } from './job-steps.ts'
import { read } from './object-steps.ts'
import { plantExport } from './plant.ts'
import type { Step } from './step.ts'
import { unlessRefused, type World } from './world.ts'

/** What happens to an export from its acceptance to its download. */
export const exportSteps: readonly Step[] = [
  {
    name: 'export a picture with a layer, twice, and download it',
    needs: [
      ...resolverNeeds('exportPicture'),
      ['exportPicture', 'appsync:GraphQL', 'Query.'],
      ['exportPicture', 'appsync:GraphQL', 'Mutation.'],
      ['exportPicture', 's3:ListBucket'],
      ['exportPicture', 'dynamodb:UpdateItem'],
      ['exportPicture', 'sqs:SendMessage'],
      ['makeExport', 'sqs:ReceiveMessage'],
      ['makeExport', 'appsync:GraphQL', 'Query.'],
      ['makeExport', 'appsync:GraphQL', 'Mutation.'],
      ['makeExport', 's3:GetObject'],
      ['makeExport', 's3:PutObject'],
      ['makeExport', 'dynamodb:GetItem'],
      ['AppSync for Export', 'dynamodb:UpdateItem'],
      ['AppSync for Export', 'sts:AssumeRole'],
      ['signed-in person', 's3:GetObject', '/exports/'],
    ],
    async run(world) {
      const { maskKey, pictureId } = world
      const edit = await ask(world, { operation: 'ERASE', pictureId, maskKey, count: 1 })
      const layers = [{ generationId: edit.id, index: 0, opacity: 1 }]
      const id = await exported(world, { pictureId, layers })
      const record = await getExport(world.person, id)
      await read(world, String(record?.key))
      await exported(world, { pictureId, layers })
    },
  },
  {
    name: 'cancel an export',
    needs: [
      ...resolverNeeds('cancelExport'),
      ['cancelExport', 'appsync:GraphQL', 'Query.'],
      ['cancelExport', 'appsync:GraphQL', 'Mutation.'],
      ['cancelExport', 'dynamodb:UpdateItem'],
    ],
    async run({ backend, person }) {
      const id = await plantExport(backend, person.sub)
      failOn(await person.ask(`mutation { cancelExport(id: "${id}") { id status } }`))
    },
  },
]

/** Asks for an export and waits until it is ready. @returns its id */
async function exported(world: World, request: Record<string, unknown>): Promise<string> {
  const answer = await askForExport(world.person, request)
  failOn(answer)
  const id = exportIdIn(answer)
  const record = await unlessRefused(world, `the end of export ${id}`, async () => {
    const seen = await getExport(world.person, id)
    return seen && isEnded(seen) ? seen : undefined
  })
  if (record.status !== 'READY') throw new Error(`The export ended as ${record.status}.`)
  return id
}
