import { randomUUID } from 'node:crypto'
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Generation } from '#domain/generation/generation.ts'
import { userIdSchema } from '#domain/ids.ts'
import { markIdOf } from '#domain/usage/usage.ts'
import { placeOf, s3With } from '../address.ts'
import { deployed, waitingModel } from '../backend.ts'
import { finished, generate, getGeneration, refusalOf, signUpPerson } from '../person.ts'
import type { Need } from './names.ts'
import { read } from './object-steps.ts'
import { later, plantAnswer, plantJob, plantLeaver, plantModelState, plantUsage } from './plant.ts'
import type { Step } from './step.ts'
import { unlessRefused, type World } from './world.ts'

const titan = 'amazon.titan-image-generator-v2:0'
/** The next call of a model, not what the check of the models asks meanwhile. */
const oneCall = { service: 'bedrock', operation: 'InvokeModel', times: 1 } as const

const text = {
  operation: 'TEXT_TO_IMAGE',
  prompt: 'a lighthouse',
  count: 1,
  widthPx: 512,
  heightPx: 512,
}

/** What happens to a job from its acceptance to its end. */
export const jobSteps: readonly Step[] = [
  {
    name: 'ask for an edit',
    needs: [
      ...resolverNeeds('generateImage'),
      ['generateImage', 'appsync:GraphQL', 'Query.'],
      ['generateImage', 'appsync:GraphQL', 'Mutation.'],
      ['generateImage', 's3:GetObject'],
      ['generateImage', 's3:ListBucket'],
      ['generateImage', 'dynamodb:PutItem'],
      ['generateImage', 'sqs:SendMessage'],
    ],
    run: async (world) => void (await edit(world, world.pictureId)),
  },
  {
    name: 'ask for an image for the first time',
    needs: [['generateImage', 'cognito-idp:AdminGetUser']],
    async run(world) {
      const newcomer = await signUpPerson(world.backend, `newcomer-${world.next()}`)
      failOn(await generate(newcomer, randomUUID(), text))
    },
  },
  {
    name: 'forget a job whose owner’s account was deleted meanwhile',
    needs: [],
    async run(world) {
      const { backend, decisions } = world
      const leaver = userIdSchema.parse(randomUUID())
      await plantLeaver(backend, leaver)
      await plantJob(backend, leaver, { createdAt: later(-600) })
      backend.sandbox.runSchedules()
      await unlessRefused(world, 'the removal of the job', async () =>
        decisions.some(({ question }) => question.resource.endsWith('/deleteGeneration'))
          ? true
          : undefined,
      )
    },
  },
  {
    name: 'ask for more than a day’s limit',
    needs: [],
    async run(world) {
      const { backend } = world
      const broke = await signUpPerson(backend, `broke-${world.next()}`)
      await plantUsage(backend, broke.sub, 4_000)
      const answer = await generate(broke, randomUUID(), text)
      if (refusalOf(answer)?.code !== 'QUOTA_EXCEEDED') throw new Error(JSON.stringify(answer))
    },
  },
  {
    name: 'see what was used',
    needs: [
      ['AppSync for Usage', 'dynamodb:Query'],
      ['AppSync for Usage', 'sts:AssumeRole'],
    ],
    async run({ person }) {
      const query = `query { usageByOwner(owner: "${person.sub}") { items { images } } }`
      failOn(await person.ask(query))
    },
  },
  {
    name: 'run an edit, and look at the result',
    needs: [
      ['runGeneration', 'sqs:ReceiveMessage'],
      ['runGeneration', 'appsync:GraphQL', 'Query.'],
      ['runGeneration', 'appsync:GraphQL', 'Mutation.'],
      ['runGeneration', 's3:GetObject'],
      ['runGeneration', 's3:PutObject'],
      ['runGeneration', 's3:DeleteObject'],
      ['runGeneration', 'dynamodb:UpdateItem'],
      ['runGeneration', 'bedrock:InvokeModel', 'titan'],
      ['AppSync for Generation', 'dynamodb:UpdateItem'],
      ['AppSync for Generation', 'sts:AssumeRole'],
      ['signed-in person', 's3:GetObject', '/results/'],
    ],
    async run(world) {
      const { outputs } = await edit(world, world.pictureId)
      await read(world, String(outputs?.[0]?.patchKey))
      await unlessRefused(world, 'the removal of what the model answered', () =>
        answersOf(world).then((keys) => (keys.length === 0 ? true : undefined)),
      )
    },
  },
  {
    name: 'read the key of an endpoint that the deployment added',
    needs: [['runGeneration', 'ssm:GetParameters']],
    async run({ person }) {
      const id = randomUUID()
      failOn(await generate(person, id, { ...text, model: 'gone:any' }))
      const { errorDetail } = await finished(person, id)
      // Only who has the key finds out that nobody listens.
      if (!errorDetail?.includes('endpointUnreached')) throw new Error(errorDetail ?? 'It worked.')
    },
  },
  {
    name: 'take over a job whose worker died',
    needs: [],
    async run(world) {
      const { backend, person } = world
      const died = { status: 'RUNNING', attempt: 1, modelCalls: 1, leaseUntil: later(-60) }
      const id = await plantJob(backend, person.sub, died)
      // What another model answered is found, and is of no use.
      await plantAnswer(backend, person.sub, { id, model: 'another' })
      await sendJob(world, id)
      await end(world, id)
    },
  },
  {
    name: 'lose a model for good, twice',
    needs: [],
    async run(world) {
      const { backend } = world
      await plantModelState(backend, titan)
      try {
        await loseModel(world)
        await plantModelState(backend, titan, 'ACTIVE')
        await loseModel(world)
      } finally {
        await plantModelState(backend, titan, 'ACTIVE')
      }
    },
  },
  {
    name: 'learn of each model what Bedrock says',
    needs: [
      ['schedule of checkModels', 'lambda:InvokeFunction'],
      ['schedule of checkModels', 'sts:AssumeRole'],
      ['checkModels', 'appsync:GraphQL', 'Query.'],
      ['checkModels', 'appsync:GraphQL', 'Mutation.'],
      ['checkModels', 'bedrock:GetFoundationModel'],
      ['AppSync for ModelState', 'dynamodb:UpdateItem'],
      ['AppSync for ModelState', 'sts:AssumeRole'],
    ],
    async run(world) {
      await plantModelState(world.backend, titan)
      await checkModels(world)
      await checkModels(world)
    },
  },
  {
    name: 'edit a picture with a layer over it',
    needs: [],
    async run(world) {
      const { id: generationId } = await edit(world, world.pictureId)
      const { pictureId, maskKey } = world
      const layers = [{ generationId, index: 0, opacity: 0.5 }]
      await ask(world, { operation: 'ERASE', pictureId, maskKey, layers, count: 1 })
    },
  },
  {
    name: 'wait for a busy model',
    needs: [['runGeneration', 'sqs:SendMessage']],
    async run(world) {
      const busy = { ...oneCall, effect: { kind: 'throttle' } } as const
      world.backend.sandbox.faults.add(busy)
      await ask(world, text)
    },
  },
  {
    name: 'hold back a doubled message',
    needs: [['runGeneration', 'sqs:ChangeMessageVisibility']],
    run: doubleMessage,
  },
  {
    name: 'cancel a job that waits',
    needs: [
      ...resolverNeeds('cancelGeneration'),
      ['cancelGeneration', 'appsync:GraphQL', 'Query.'],
      ['cancelGeneration', 'appsync:GraphQL', 'Mutation.'],
      ['cancelGeneration', 'dynamodb:UpdateItem'],
    ],
    async run({ backend, person }) {
      const id = await plantJob(backend, person.sub)
      failOn(await person.ask(`mutation { cancelGeneration(id: "${id}") { id status } }`))
    },
  },
  {
    name: 'cancel a job that waits with something paid for',
    needs: [['cancelGeneration', 'sqs:SendMessage']],
    async run(world) {
      const { backend, person } = world
      const waiting = { status: 'WAITING', modelCalls: 1, leaseUntil: later(600) }
      const id = await plantJob(backend, person.sub, waiting)
      await plantAnswer(backend, person.sub, { id, model: titan })
      failOn(await person.ask(`mutation { cancelGeneration(id: "${id}") { id status } }`))
      await end(world, id)
    },
  },
  {
    name: 'close a job that is stuck, and send a lost one again',
    needs: [
      ['schedule of sweep', 'lambda:InvokeFunction'],
      ['schedule of sweep', 'sts:AssumeRole'],
      ['sweep', 'appsync:GraphQL', 'Query.'],
      ['sweep', 'appsync:GraphQL', 'Mutation.'],
      ['sweep', 'dynamodb:Query'],
      ['sweep', 'dynamodb:UpdateItem'],
      ['sweep', 'sqs:SendMessage'],
    ],
    async run(world) {
      const { backend, person } = world
      const stuck = { status: 'RUNNING', leaseUntil: later(-60), deadline: later(-60) }
      const ended = await plantJob(backend, person.sub, stuck)
      const resent = await plantJob(backend, person.sub, { createdAt: later(-600) })
      backend.sandbox.runSchedules()
      await end(world, ended)
      await end(world, resent)
    },
  },
  {
    name: 'close a job that somebody else just changed',
    needs: [],
    async run(world) {
      const { backend, decisions } = world
      const readAgain = () =>
        decisions.some(
          ({ question }) =>
            question.resource.endsWith('/Query/fields/getGeneration') &&
            question.caller?.arn.includes('sweep'),
        )
      // Two sweeps at once want the same jobs, and one of them comes second.
      for (let round = 0; round < 10 && !readAgain(); round += 1) {
        const strangers = userIdSchema.parse(randomUUID())
        const stuck = { cancelRequested: true }
        await Promise.all(Array.from({ length: 12 }, () => plantJob(backend, strangers, stuck)))
        await Promise.all([sweepOnce(world), sweepOnce(world)])
      }
      if (!readAgain()) throw new Error('No two sweeps met.')
    },
  },
]

/** What AppSync needs to run a function for a field. */
export function resolverNeeds(name: string): Need[] {
  return [
    [`AppSync for ${name}`, 'lambda:InvokeFunction'],
    [`AppSync for ${name}`, 'sts:AssumeRole'],
  ]
}

/** @throws Error with what the API refused */
export function failOn({ errors }: { errors: readonly unknown[] }): void {
  if (errors.length > 0) throw new Error(JSON.stringify(errors))
}

function edit(world: World, pictureId: string): Promise<Generation> {
  return ask(world, { operation: 'ERASE', pictureId, maskKey: world.maskKey, count: 1 })
}

/** Asks for images and waits for them. @throws Error when the job ends otherwise */
export async function ask(world: World, request: Record<string, unknown>): Promise<Generation> {
  const id = randomUUID()
  failOn(await generate(world.person, id, request))
  const done = await end(world, id)
  if (done.status !== 'SUCCEEDED') throw new Error(`The job ended as ${done.status}.`)
  return done
}

/** Waits until a job has ended and its quota is settled. */
function end(world: World, id: string): Promise<Generation> {
  const { backend, person } = world
  const tables = new DynamoDBClient({ ...placeOf(backend), credentials: backend.tools })
  const [TableName] = deployed(backend, 'Custom::AmplifyDynamoDBTable').filter((name) =>
    name.startsWith('Usage-'),
  )
  return unlessRefused(world, `the end of job ${id}`, async () => {
    const generation = await getGeneration(person, id)
    if (!generation?.finishedAt) return undefined
    const { Items = [] } = await tables.send(new ScanCommand({ TableName, ConsistentRead: true }))
    const mark = Items.find((row) => row['id']?.S === markIdOf(generation.id))
    return mark?.['state']?.S === 'HELD' ? undefined : generation
  })
}

async function sweepOnce({ backend }: World): Promise<void> {
  const lambda = new LambdaClient({ ...placeOf(backend), credentials: backend.tools })
  const FunctionName = deployed(backend, 'AWS::Lambda::Function').find((name) =>
    name.startsWith('sweep'),
  )
  const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName }))
  if (FunctionError) throw new Error(Buffer.from(Payload ?? []).toString())
}

async function sendJob({ backend }: World, id: string): Promise<void> {
  const QueueUrl = deployed(backend, 'AWS::SQS::Queue').find((url) =>
    /\/generations[0-9A-F]{8}-/.test(url),
  )
  const MessageBody = JSON.stringify({ id, tries: 0 })
  const sqs = new SQSClient({ ...placeOf(backend), credentials: backend.tools })
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))
}

/** A job’s model answers that it is gone; what becomes of the job then is not the point here. */
async function loseModel(world: World): Promise<void> {
  const gone = { status: 404, type: 'ResourceNotFoundException', message: 'end of its life' }
  const effect = { kind: 'error', ...gone } as const
  world.backend.sandbox.faults.add({ ...oneCall, effect })
  const id = randomUUID()
  failOn(await generate(world.person, id, { ...text, model: titan }))
  await end(world, id)
}

/** Runs the schedules, and waits until the check has learnt something new of the model. */
async function checkModels(world: World): Promise<void> {
  const { backend, person } = world
  const since = new Date().toISOString()
  backend.sandbox.runSchedules()
  await unlessRefused(world, 'the check of the models', async () => {
    const { data } = await person.ask(`query { getModelState(id: "${titan}") { checkedAt } }`)
    const state = data?.['getModelState'] as { checkedAt: string } | null | undefined
    return state && state.checkedAt > since ? true : undefined
  })
}

/** The keys of what models answered to this person’s jobs. */
async function answersOf({ backend, person }: World): Promise<string[]> {
  const Bucket = backend.outputs.storage.bucket_name
  const list = new ListObjectsV2Command({ Bucket, Prefix: `answers/${person.sub}/` })
  const { Contents = [] } = await s3With(backend, backend.tools).send(list)
  return Contents.map(({ Key }) => String(Key))
}

async function doubleMessage(world: World): Promise<void> {
  const { backend, person, decisions } = world
  const { faults } = backend.sandbox
  const id = randomUUID()
  faults.add(waitingModel)
  try {
    failOn(await generate(person, id, text))
    await unlessRefused(world, 'a worker', async () =>
      (await getGeneration(person, id))?.status === 'RUNNING' ? true : undefined,
    )
    await sendJob(world, id)
    await unlessRefused(world, 'the second message to be hidden', async () =>
      decisions.some(({ question }) => question.action === 'sqs:ChangeMessageVisibility')
        ? true
        : undefined,
    )
  } finally {
    faults.clear()
  }
  await end(world, id)
}
