import { originalKey, previewKey, resultKey } from '#domain/object-key.ts'
import { signUpPerson } from '../person.ts'
import { failOn, resolverNeeds } from './job-steps.ts'
import { newDigest, plantJob, plantObjects, plantPicture, plantUsage } from './plant.ts'
import type { Step } from './steps.ts'

/** An account this small is gone after one or two calls. */
const mostRounds = 10

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
      await plantPicture(backend, sub, { key: originalKey(sub, newDigest(), 'image/png') })
      // On a slow machine one call may end before all is gone: it says so, and is asked again.
      for (let round = 0; round < mostRounds; round += 1) {
        const answer = await person.ask('mutation { deleteAccount }')
        failOn(answer)
        if (answer.data?.['deleteAccount'] === true) return
      }
      throw new Error('The account is still there.')
    },
  },
]
