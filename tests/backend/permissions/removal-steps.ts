import { randomUUID } from 'node:crypto'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { type UserId, userIdSchema } from '#domain/ids.ts'
import { originalKey, previewKey, resultKey } from '#domain/object-key.ts'
import { placeOf } from '../address.ts'
import { deployed } from '../backend.ts'
import { signUpPerson } from '../person.ts'
import { keysOf, rowsOf } from '../stored.ts'
import { failOn, resolverNeeds } from './job-steps.ts'
import {
  newDigest,
  plantDocument,
  plantExport,
  plantJob,
  plantLeaver,
  plantObjects,
  plantPicture,
  plantUsage,
} from './plant.ts'
import type { Step } from './step.ts'
import { unlessRefused, type World } from './world.ts'

/** An account this small is gone after one or two calls. */
const maxRounds = 10

/** What people take away again. */
export const removalSteps: readonly Step[] = [
  {
    name: 'remove a finished job and one that waits',
    needs: [
      ...resolverNeeds('removeGenerations'),
      ['removeGenerations', 'appsync:GraphQL', 'Query.'],
      ['removeGenerations', 'appsync:GraphQL', 'Mutation.'],
      ['removeGenerations', 's3:DeleteObject'],
      ['removeGenerations', 'dynamodb:UpdateItem'],
    ],
    async run({ backend, person }) {
      const { sub } = person
      const digest = newDigest()
      const keys = {
        key: `results/${sub}/${digest}/0.png`,
        previewKey: previewKey(sub, digest, 'preview'),
      }
      const pictureId = await plantPicture(backend, sub, { ...keys, origin: 'GENERATION' })
      const outputs = [{ index: 0, status: 'SUCCEEDED', pictureId, ...keys }]
      const done = await plantJob(backend, sub, {
        status: 'SUCCEEDED',
        maskKey: `masks/${sub}/${digest}.png`,
        outputs,
      })
      // The picture is the job's own, which its record says only now that the job has an id.
      await plantPicture(backend, sub, { ...keys, id: pictureId, generationId: done })
      const waiting = await plantJob(backend, sub, { modelCalls: 1 })
      const queued = await plantJob(backend, sub)
      const ids = JSON.stringify([done, waiting, queued])
      failOn(await person.ask(`mutation { removeGenerations(ids: ${ids}) }`))
    },
  },
  {
    name: 'remove an upload that a job waits for, and a result',
    needs: [
      ...resolverNeeds('removePictures'),
      ['removePictures', 'appsync:GraphQL', 'Query.'],
      ['removePictures', 'appsync:GraphQL', 'Mutation.'],
      ['removePictures', 's3:DeleteObject'],
      ['removePictures', 'dynamodb:UpdateItem'],
    ],
    async run({ backend, person }) {
      const { sub } = person
      const digest = newDigest()
      const upload = await plantPicture(backend, sub, {
        key: originalKey(sub, digest, 'image/png'),
        previewKey: previewKey(sub, digest, 'preview'),
      })
      const resultOf = await plantJob(backend, sub, { pictureId: upload })
      const result = await plantPicture(backend, sub, {
        key: resultKey(sub, resultOf as Parameters<typeof resultKey>[1], 0),
        origin: 'GENERATION',
      })
      failOn(await person.ask(`mutation { removePictures(ids: ["${upload}", "${result}"]) }`))
    },
  },
  {
    name: 'remove a picture before its edits, which keep it until they go',
    needs: [['removeGenerations', 's3:DeleteObject', '/originals/']],
    async run({ backend, person }) {
      const { sub } = person
      const key = originalKey(sub, newDigest(), 'image/png')
      const root = await plantPicture(backend, sub, { key })
      const patchKey = `results/${sub}/${newDigest()}/0-patch.png`
      const patchRect = { x: 0, y: 0, width: 1, height: 1 }
      const outputs = [{ index: 0, status: 'SUCCEEDED', patchKey, patchRect }]
      const done = { status: 'SUCCEEDED', pictureId: root, outputs }
      const lower = await plantJob(backend, sub, done)
      const layers = [{ generationId: lower, index: 0, opacity: 1 }]
      const upper = await plantJob(backend, sub, { ...done, layers })
      failOn(await person.ask(`mutation { removePictures(ids: ["${root}"]) }`))
      failOn(await person.ask(`mutation { removeGenerations(ids: ["${lower}"]) }`))
      failOn(await person.ask(`mutation { removeGenerations(ids: ["${upper}"]) }`))
      const left = await rowsOf(backend, 'Picture')
      if (left.some((row) => row['id']?.S === root)) throw new Error('The picture is still there.')
    },
  },
  {
    name: 'tidy up what no record names',
    needs: [
      ['schedule of tidyObjects', 'lambda:InvokeFunction'],
      ['schedule of tidyObjects', 'sts:AssumeRole'],
    ],
    async run(world) {
      const { backend, decisions } = world
      backend.sandbox.runSchedules()
      await unlessRefused(world, 'a look at the bucket', async () =>
        decisions.some(
          ({ question }) =>
            question.action === 's3:ListBucket' && question.caller?.arn.includes('tidyobjects'),
        )
          ? true
          : undefined,
      )
    },
  },
  {
    name: 'tidy up after somebody who left',
    needs: [
      ['tidyObjects', 'appsync:GraphQL', 'Query.'],
      ['tidyObjects', 'appsync:GraphQL', 'Mutation.'],
      ['tidyObjects', 'dynamodb:GetItem'],
      ['tidyObjects', 's3:ListBucket'],
      ['tidyObjects', 's3:DeleteObject'],
    ],
    async run(world) {
      const { backend } = world
      const owner = userIdSchema.parse(randomUUID())
      await plantObjects(backend, owner)
      await untilLookedAt(world, owner)
      await plantJob(backend, owner)
      await plantPicture(backend, owner, { key: originalKey(owner, newDigest(), 'image/png') })
      await plantExport(backend, owner)
      await plantDocument(backend, owner)
      await plantLeaver(backend, owner)
      const lambda = new LambdaClient({ ...placeOf(backend), credentials: backend.tools })
      const FunctionName = deployed(backend, 'AWS::Lambda::Function').find((name) =>
        name.startsWith('tidyobjects'),
      )
      const Payload = JSON.stringify({ owners: owner, olderThanSeconds: 0 })
      const done = await lambda.send(new InvokeCommand({ FunctionName, Payload }))
      if (done.FunctionError) throw new Error(Buffer.from(done.Payload ?? []).toString())
      const left = (await keysOf(backend, owner)).filter((key) => !key.startsWith('answers/'))
      if (left.length > 0) throw new Error(`${left.join(', ')} are still there.`)
    },
  },
  {
    name: 'delete an account with all that it owns',
    needs: [
      ...resolverNeeds('deleteAccount'),
      ['deleteAccount', 'appsync:GraphQL', 'Query.'],
      ['deleteAccount', 'appsync:GraphQL', 'Mutation.'],
      ['deleteAccount', 'dynamodb:UpdateItem'],
      ['deleteAccount', 's3:DeleteObject'],
      ['deleteAccount', 's3:ListBucket'],
      ['deleteAccount', 'cognito-idp:AdminDeleteUser'],
    ],
    async run(world) {
      const { backend } = world
      const person = await signUpPerson(backend, `leaver-${world.next()}`)
      const { sub } = person
      await plantObjects(backend, sub)
      await plantUsage(backend, sub, 1)
      await plantJob(backend, sub, { status: 'SUCCEEDED' })
      await plantJob(backend, sub)
      await plantExport(backend, sub)
      await plantDocument(backend, sub)
      await plantPicture(backend, sub, { key: originalKey(sub, newDigest(), 'image/png') })
      await untilLookedAt(world, sub)
      // On a slow machine one call may end before all is gone: it says so, and is asked again.
      for (let round = 0; round < maxRounds; round += 1) {
        const answer = await person.ask('mutation { deleteAccount }')
        failOn(answer)
        if (answer.data?.['deleteAccount'] === true) return
      }
      throw new Error('The account is still there.')
    },
  },
]

/**
 * Waits until the uploads of `plantObjects` are dealt with: until then, one of somebody who left would
 * go by itself. Each is read three times: at its event, for the copy that gives it its type, and at
 * that copy's event.
 */
async function untilLookedAt(world: World, owner: UserId): Promise<void> {
  await unlessRefused(world, 'looks at the uploads', async () => {
    const looks = (prefix: string) =>
      world.decisions.filter(
        ({ question: { action, caller, resource } }) =>
          action === 's3:GetObject' &&
          caller?.arn.includes('ingestupload') &&
          resource.includes(`/${prefix}/${owner}/`),
      ).length
    return looks('originals') >= 3 && looks('masks') >= 3 ? true : undefined
  })
}
