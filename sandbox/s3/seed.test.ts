import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterEach, expect, test } from 'vitest'
import { aResource, type OnGateway, startOnGateway } from './on-gateway.fixture.ts'

const Bucket = 'site'
const resources = [
  aResource({ type: 'AWS::S3::Bucket', physicalId: Bucket }),
  aResource({
    type: 'Custom::CDKBucketDeployment',
    properties: {
      DestinationBucketName: Bucket,
      DestinationBucketKeyPrefix: 'static',
      SourceObjectKeys: ['abc.zip'],
      SourceMarkers: [{ '<<marker:0xbaba:0>>': 'https://api.example' }],
      Prune: true,
    },
  }),
]

let sandbox: OnGateway
afterEach(async () => {
  await sandbox.stop()
  await sandbox.forget()
})

test('files that the template deploys are there at the start, with what was marked filled in', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'seed-'))
  const asset = join(stateDir, 'asset.abc')
  await mkdir(join(asset, 'texts'), { recursive: true })
  await writeFile(join(asset, 'config.json'), '{"api":"<<marker:0xbaba:0>>"}')
  await writeFile(join(asset, 'texts', 'a.txt'), 'hello')
  sandbox = await startOnGateway(resources, { stateDir })
  const client = () => new S3Client({ ...sandbox.tools, forcePathStyle: true })
  const got = await client().send(new GetObjectCommand({ Bucket, Key: 'static/config.json' }))
  expect([await got.Body?.transformToString(), got.ContentType]).toEqual([
    '{"api":"https://api.example"}',
    'application/json',
  ])
  // A change of the asset is deployed at the next start; what people stored stays.
  await client().send(new PutObjectCommand({ Bucket, Key: 'static/own.txt', Body: 'mine' }))
  await writeFile(join(asset, 'texts', 'a.txt'), 'hello again')
  await sandbox.stop()
  sandbox = await startOnGateway(resources, { stateDir })
  const { Contents } = await client().send(new ListObjectsV2Command({ Bucket }))
  expect(Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([
    ['static/config.json', 29],
    ['static/own.txt', 4],
    ['static/texts/a.txt', 11],
  ])
})

test('an asset that cannot be deployed is named in a warning', async () => {
  sandbox = await startOnGateway(resources)
  const client = new S3Client({ ...sandbox.tools, forcePathStyle: true })
  expect((await client.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0)
  expect(sandbox.events).toContainEqual({
    service: 's3',
    level: 'warning',
    message: expect.stringContaining('its files are not in the bucket') as string,
  })
})
