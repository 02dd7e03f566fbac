import { randomUUID } from 'node:crypto'
import {
  AdminAddUserToGroupCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'
import { signUp } from 'aws-amplify/auth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Picture } from '#domain/picture/picture.ts'
import { placeOf } from './address.ts'
import { type Backend, startBackend, startMs } from './backend.ts'
import { noisePng } from './files.ts'
import { reissue } from './forgery.ts'
import {
  type Answer,
  askWith,
  getPicture,
  type Person,
  personOf,
  refusalOf,
  signUpOnly,
  upload,
} from './person.ts'
import { openSession } from './sign-in.ts'

/** Few enough to reach, more than the honest calls of this file. */
const perMinute = 40

let backend: Backend
let ann: Person
let picture: Picture

beforeAll(async () => {
  backend = await startBackend({
    set: { signUp: 'approval' },
    told: { personalRequestsPerMinute: String(perMinute) },
  })
  await join('ann')
  await approve('ann')
  ann = await personOf(backend, 'ann@example.com')
  picture = await upload(backend, ann, { bytes: await noisePng({ width: 96, height: 64 }) })
}, startMs)

afterAll(() => backend?.close())

describe('a deployment whose owner approves people', () => {
  test('gives no session to one who only signed up', async () => {
    await join('eve')
    await expect(openSession('eve@example.com')).rejects.toThrow('approvalNeeded')
  })

  test('takes no approval from oneself', async () => {
    const self = new CognitoIdentityProviderClient({ ...placeOf(backend), credentials: ann.keys })
    const UserPoolId = backend.outputs.auth.user_pool_id
    const wish = { UserPoolId, Username: 'eve@example.com', GroupName: 'approved' }
    await expect(self.send(new AdminAddUserToGroupCommand(wish))).rejects.toThrow(/not authorized/i)
  })

  test.for(['Aa1!', 'Password1!', 'elevenChars'])('takes no password like %s', async (short) => {
    const email = 'zoe@example.com'
    const wish = signUp({ username: email, password: short, options: attributes(email) })
    await expect(wish).rejects.toThrow('Password not long enough')
  })
})

describe('one document', () => {
  test('calls no function sixty times', async () => {
    const calls = Array.from(
      { length: 60 },
      (_, n) => `c${n}: cancelGeneration(id: "${randomUUID()}") { id }`,
    )
    const { errors } = await ann.ask(`mutation { ${calls.join(' ')} }`)
    const refused = errors.filter(({ errorType }) => errorType === 'ResolverExecutionLimitReached')
    expect(refused).toHaveLength(50)
  })

  test('reads no hundred pictures by hundred names', async () => {
    const reads = Array.from(
      { length: 100 },
      (_, n) => `c${n}: getPicture(id: "${picture.id}") { id }`,
    )
    const { data } = await ann.ask(`query { ${reads.join(' ')} }`)
    expect(Object.values(data ?? {}).filter((each) => each !== null)).toHaveLength(10)
  })
})

describe('what people write about their pictures', () => {
  const change = (input: object): Promise<Answer> =>
    ann.ask(
      `mutation Change($input: UpdatePictureInput!) { updatePicture(input: $input) { id title tags } }`,
      { input: { id: picture.id, ...input } },
    )

  test.for<[string, object]>([
    ['title', { title: 'x'.repeat(300_000) }],
    ['title', { title: 'x'.repeat(201) }],
    ['tags', { tags: Array.from({ length: 20_000 }, (_, n) => `tag ${n}`) }],
    ['tags', { tags: Array.from({ length: 51 }, (_, n) => `tag ${n}`) }],
    ['tags', { tags: ['x'.repeat(51)] }],
  ])('a %s past its bound is refused, and nothing is stored', async ([field, input]) => {
    expect(refusalOf(await change(input))).toEqual({ code: 'INVALID_REQUEST', field })
    expect(await getPicture(ann, picture.id)).toEqual(picture)
  })

  test('what is within its bound is stored', async () => {
    const input = { title: 'x'.repeat(200), tags: Array.from({ length: 50 }, (_, n) => `tag ${n}`) }
    const { data, errors } = await change(input)
    expect(errors).toEqual([])
    expect(data?.['updatePicture']).toEqual({ id: picture.id, ...input })
  })
})

describe('a stolen token', () => {
  const removal = 'mutation { deleteAccount }'

  test.for<[string, () => number | undefined]>([
    ['of an hour ago', () => Math.floor(Date.now() / 1_000) - 3_600],
    ['that does not say when it was made', () => undefined],
  ])('%s deletes no account', async ([, authTime]) => {
    const token = await reissue(backend, ann.idToken, { auth_time: authTime() })
    const answer = await askWith(backend, { token, query: removal })
    expect(refusalOf(answer)).toEqual({ code: 'UNAUTHENTICATED', field: 'password' })
    expect(await getPicture(ann, picture.id)).toBeDefined()
  })

  test('makes no more calls a minute than its owner may, over all functions', {
    timeout: 120_000,
  }, async () => {
    const calls = await Promise.all(
      Array.from({ length: 3 * perMinute }, (_, n) =>
        ann.ask(
          n % 2 === 0
            ? `mutation { cancelGeneration(id: "${randomUUID()}") { id } }`
            : `mutation { removePictures(ids: []) }`,
        ),
      ),
    )
    const codes = calls.map((answer) => refusalOf(answer)?.code)
    // Two minutes at most, when they meet in the middle.
    expect(codes.filter((code) => code !== 'THROTTLED').length).toBeLessThanOrEqual(2 * perMinute)
    expect(codes.filter((code) => code === 'THROTTLED').length).toBeGreaterThanOrEqual(perMinute)
  })
})

const attributes = (email: string) => ({ userAttributes: { email } })

const join = (name: string) => signUpOnly(backend, `${name}@example.com`)

/** As an owner does, by the console or the command line. */
async function approve(name: string): Promise<void> {
  const owner = new CognitoIdentityProviderClient({
    ...placeOf(backend),
    credentials: backend.tools,
  })
  await owner.send(
    new AdminAddUserToGroupCommand({
      UserPoolId: backend.outputs.auth.user_pool_id,
      Username: `${name}@example.com`,
      GroupName: 'approved',
    }),
  )
}
