import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import * as z from 'zod'
import { localDir } from '../scripts/paths.ts'

/** Where the backend under test keeps its state; `playwright.config.ts` starts it there. */
export const stateDir = join(localDir, 'e2e-state')

const outputsSchema = z.object({
  storage: z.object({ bucket_name: z.string(), aws_region: z.string() }),
  custom: z.object({ sandbox: z.object({ endpoint: z.string() }) }),
})

const mailsSchema = z.array(z.object({ to: z.string(), code: z.string().nullish() }))

async function outputs() {
  return outputsSchema.parse(JSON.parse(await readFile(join(stateDir, 'outputs.json'), 'utf8')))
}

/** The code in the latest mail to this address, once it is there. */
export async function mailedCode(email: string): Promise<string | undefined> {
  const { endpoint } = (await outputs()).custom.sandbox
  const answer = await fetch(`${endpoint}/_sandbox/inbox.json`)
  const mails = mailsSchema.parse(await answer.json())
  return mails.find((mail) => mail.to === email)?.code ?? undefined
}

/** Orders the next calls of models to be turned away, as by AWS when too many come. */
export async function throttleCalls(times: number): Promise<void> {
  const { endpoint } = (await outputs()).custom.sandbox
  const token = await readFile(join(stateDir, 'faults-token'), 'utf8')
  const rule = { service: 'bedrock', operation: 'InvokeModel', times }
  const answer = await fetch(`${endpoint}/_sandbox/faults`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ ...rule, effect: { kind: 'throttle' } }),
  })
  if (!answer.ok) throw new Error(`The faults answer ${answer.status}.`)
}

/** Every object under a prefix, read with the developer's own credentials. */
export async function objectsUnder(prefix: string): Promise<Map<string, Buffer>> {
  const { storage, custom } = await outputs()
  const text = await readFile(join(stateDir, 'aws-credentials'), 'utf8')
  const value = (name: string) => new RegExp(`${name}=(.+)`).exec(text)?.[1] ?? ''
  const s3 = new S3Client({
    endpoint: custom.sandbox.endpoint,
    region: storage.aws_region,
    credentials: {
      accessKeyId: value('aws_access_key_id'),
      secretAccessKey: value('aws_secret_access_key'),
    },
  })
  const bucket = { Bucket: storage.bucket_name }
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ ...bucket, Prefix: prefix }))
  const objects = new Map<string, Buffer>()
  for (const { Key } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ ...bucket, Key }))
    if (Key && Body) objects.set(Key, Buffer.from(await Body.transformToByteArray()))
  }
  return objects
}
