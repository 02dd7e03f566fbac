import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  aQueue,
  aResource,
  aRole,
  type OnGateway,
  queueArn,
  startOnGateway,
} from './on-gateway.fixture.ts'

const Bucket = 'pictures-bucket'
const megabyte = 1024 ** 2

const resources = [
  aResource({
    type: 'AWS::S3::Bucket',
    physicalId: Bucket,
    properties: {
      CorsConfiguration: {
        CorsRules: [
          {
            AllowedHeaders: ['*'],
            AllowedMethods: ['GET', 'PUT', 'HEAD'],
            AllowedOrigins: ['http://localhost:*'],
            ExposedHeaders: ['ETag'],
            MaxAge: 3000,
          },
        ],
      },
    },
  }),
  aResource({
    type: 'Custom::S3BucketNotifications',
    properties: {
      BucketName: Bucket,
      NotificationConfiguration: {
        QueueConfigurations: [
          {
            Events: ['s3:ObjectCreated:*'],
            Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'originals/' }] } },
            QueueArn: queueArn('uploads'),
          },
          { Events: ['s3:ObjectRemoved:*'], QueueArn: queueArn('closed') },
        ],
      },
    },
  }),
  aQueue('uploads'),
  aQueue('closed'),
  aResource({
    type: 'AWS::SQS::QueuePolicy',
    properties: {
      Queues: [aQueue('uploads').physicalId],
      PolicyDocument: {
        Statement: {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Principal: { Service: 's3.amazonaws.com' },
          Resource: queueArn('uploads'),
          Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:s3:::${Bucket}` } },
        },
      },
    },
  }),
  aRole('person', [
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: `arn:aws:s3:::${Bucket}/own/\${aws:PrincipalTag/sub}/*`,
    },
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: `arn:aws:s3:::${Bucket}`,
      Condition: { StringLike: { 's3:prefix': `own/\${aws:PrincipalTag/sub}/*` } },
    },
  ]),
]

let sandbox: OnGateway
let s3: S3Client

beforeAll(async () => {
  sandbox = await startOnGateway(resources)
  s3 = new S3Client(sandbox.tools)
})
afterAll(async () => {
  s3.destroy()
  await sandbox.stop()
  await sandbox.forget()
})

async function put(Key: string, Body: string | Uint8Array = 'text') {
  return await s3.send(new PutObjectCommand({ Bucket, Key, Body }))
}

async function get(Key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
  return (await Body?.transformToString()) ?? ''
}

async function takeEvents(): Promise<unknown[]> {
  const messages = await sandbox.queues.receive(queueArn('uploads'), 10)
  for (const { receiptHandle } of messages) {
    await sandbox.queues.delete(queueArn('uploads'), receiptHandle)
  }
  return messages.map(({ body }) => JSON.parse(body))
}

describe('PutObject, GetObject, HeadObject', () => {
  it('gives back bytes, type and metadata', async () => {
    const written = await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: 'a b/ü+&.txt',
        Body: 'hello',
        ContentType: 'text/plain',
        CacheControl: 'no-store',
        Metadata: { name: 'photo' },
      }),
    )
    const read = await s3.send(new GetObjectCommand({ Bucket, Key: 'a b/ü+&.txt' }))
    expect(await read.Body?.transformToString()).toBe('hello')
    // md5('hello')
    expect(written.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"')
    expect(read).toMatchObject({
      ETag: written.ETag,
      ContentLength: 5,
      ContentType: 'text/plain',
      CacheControl: 'no-store',
      Metadata: { name: 'photo' },
      AcceptRanges: 'bytes',
    })
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a b/ü+&.txt' }))
    expect(head).toMatchObject({ ContentLength: 5, ETag: written.ETag })
  })

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'stores and returns a %s checksum that the client computed',
    async (ChecksumAlgorithm) => {
      const Key = `checksums/${ChecksumAlgorithm}`
      const known = {
        // Of '123456789', the check values of the CRC catalogue and of the SHA standards.
        CRC32: 'y/Q5Jg==',
        CRC32C: '4waSgw==',
        CRC64NVME: 'rosUhgp5mIg=',
        SHA1: '98O8HYCOBHMq32eZZczDTKeuNEE=',
        SHA256: 'FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=',
      }
      const field = `Checksum${ChecksumAlgorithm}` as const
      await s3.send(
        new PutObjectCommand({ Bucket, Key, Body: '123456789', [field]: known[ChecksumAlgorithm] }),
      )
      const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }))
      expect(head[field]).toBe(known[ChecksumAlgorithm])
      const wrong = new PutObjectCommand({
        Bucket,
        Key,
        Body: 'x',
        [field]: known[ChecksumAlgorithm],
      })
      await expect(s3.send(wrong)).rejects.toMatchObject({ name: 'BadDigest' })
    },
  )

  it('takes a stream with its checksum in a trailer', async () => {
    const bytes = randomBytes(3 * megabyte)
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: 'streamed',
        Body: Readable.from(pieces(bytes, 70_000)),
        ContentLength: bytes.length,
      }),
    )
    const { Body, ContentEncoding } = await s3.send(
      new GetObjectCommand({ Bucket, Key: 'streamed' }),
    )
    expect(md5(await Body?.transformToByteArray())).toBe(md5(bytes))
    expect(ContentEncoding).toBeUndefined()
  })

  it('refuses a body that is not the one that was signed, and keeps nothing of it', async () => {
    const command = new PutObjectCommand({ Bucket, Key: 'tampered', Body: 'signed' })
    command.middlewareStack.add(
      (next) => (args) => {
        const { request } = args as { request: { body: unknown } }
        request.body = 'forged'
        return next(args)
      },
      { step: 'finalizeRequest', priority: 'low' },
    )
    await expect(s3.send(command)).rejects.toMatchObject({
      name: expect.stringMatching(/XAmzContentSHA256Mismatch|BadDigest/),
    })
    await expect(get('tampered')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })

  it('makes an object only once with If-None-Match, also when two try at once', async () => {
    const attempt = () =>
      s3.send(new PutObjectCommand({ Bucket, Key: 'once', Body: 'x', IfNoneMatch: '*' }))
    const results = await Promise.allSettled([attempt(), attempt(), attempt()])
    expect(results.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
    ])
    await expect(attempt()).rejects.toMatchObject({ name: 'PreconditionFailed' })
  })

  it('serves ranges and refuses one beyond the end', async () => {
    await put('ranged', '0123456789')
    const range = async (Range: string) => {
      const answer = await s3.send(new GetObjectCommand({ Bucket, Key: 'ranged', Range }))
      return [await answer.Body?.transformToString(), answer.ContentRange]
    }
    expect(await range('bytes=2-4')).toEqual(['234', 'bytes 2-4/10'])
    expect(await range('bytes=7-')).toEqual(['789', 'bytes 7-9/10'])
    expect(await range('bytes=-2')).toEqual(['89', 'bytes 8-9/10'])
    await expect(range('bytes=10-')).rejects.toMatchObject({ name: 'InvalidRange' })
  })

  it('answers 304 and 412 by the conditional headers', async () => {
    const { ETag } = await put('conditional')
    const read = (condition: object) =>
      s3.send(new GetObjectCommand({ Bucket, Key: 'conditional', ...condition }))
    await expect(read({ IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    })
    await expect(read({ IfMatch: '"other"' })).rejects.toMatchObject({ name: 'PreconditionFailed' })
    await expect(read({ IfModifiedSince: new Date(Date.now() + 60_000) })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    })
  })

  it('treats dots and slashes in a key as characters', async () => {
    const Key = '../../../etc/passwd'
    await put(Key, 'mine')
    expect(await get(Key)).toBe('mine')
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: '../' }))
    expect(Contents?.map((each) => each.Key)).toEqual([Key])
  })

  it('refuses more than 2 KB of metadata and a key beyond 1,024 bytes', async () => {
    const big = new PutObjectCommand({
      Bucket,
      Key: 'k',
      Body: '',
      Metadata: { a: 'x'.repeat(2048) },
    })
    await expect(s3.send(big)).rejects.toMatchObject({ name: 'MetadataTooLarge' })
    await expect(put('k'.repeat(1025))).rejects.toMatchObject({ name: 'KeyTooLongError' })
  })

  it('serves a presigned URL, with the headers that it asks for, and refuses a changed one', async () => {
    await put('shared.txt', 'shared')
    const url = await getSignedUrl(
      s3,
      new GetObjectCommand({
        Bucket,
        Key: 'shared.txt',
        ResponseContentDisposition: 'attachment; filename="a.txt"',
      }),
      { expiresIn: 60 },
    )
    const answer = await fetch(url)
    expect(await answer.text()).toBe('shared')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a.txt"')
    const forged = await fetch(url.replace('shared.txt', 'streamed'))
    expect([forged.status, await forged.text()]).toEqual([
      403,
      expect.stringContaining('<Code>SignatureDoesNotMatch</Code>'),
    ])
  })
})

describe('deleting and copying', () => {
  it('deletes one, and many with a result for each', async () => {
    await Promise.all([put('d/1'), put('d/2'), put('d/<&>')])
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'd/1' }))
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'd/1' }))
    const { Deleted } = await s3.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: [{ Key: 'd/2' }, { Key: 'd/<&>' }, { Key: 'd/never' }] },
      }),
    )
    expect(Deleted).toEqual([{ Key: 'd/2' }, { Key: 'd/<&>' }, { Key: 'd/never' }])
    const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'd/' }))
    expect(KeyCount).toBe(0)
  })

  it('copies bytes and metadata, and outlives the source', async () => {
    await s3.send(
      new PutObjectCommand({ Bucket, Key: 'source é', Body: 'copied', Metadata: { a: '1' } }),
    )
    const CopySource = `${Bucket}/${encodeURIComponent('source é')}`
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'target', CopySource }))
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'source é' }))
    const { Metadata } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'target' }))
    expect([await get('target'), Metadata]).toEqual(['copied', { a: '1' }])
  })
})

describe('ListObjectsV2', () => {
  it('pages through keys and common prefixes in order, each once', async () => {
    const keys = ['l/a', 'l/b/1', 'l/b/2', 'l/c', 'l/d/1', 'l/e']
    await Promise.all(keys.map((key) => put(key)))
    const seen: (string | undefined)[] = []
    let token: string | undefined
    do {
      const page = await s3.send(
        new ListObjectsV2Command({
          Bucket,
          Prefix: 'l/',
          Delimiter: '/',
          MaxKeys: 2,
          ContinuationToken: token,
        }),
      )
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key))
      seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix))
      token = page.NextContinuationToken
    } while (token !== undefined)
    expect(seen).toEqual(['l/a', 'l/b/', 'l/c', 'l/d/', 'l/e'])
  })

  it('sees what was written and removed after the first listing', async () => {
    const list = async () =>
      (await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'm/' }))).Contents?.map(
        ({ Key }) => Key,
      )
    expect(await list()).toBeUndefined()
    await put('m/2')
    await put('m/1')
    expect(await list()).toEqual(['m/1', 'm/2'])
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'm/1' }))
    expect(await list()).toEqual(['m/2'])
  })
})

describe('multipart upload', () => {
  it('puts parts together in order, whatever order they came in', async () => {
    const Key = 'parts'
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'image/png' }),
    )
    const bodies = [randomBytes(5 * megabyte), randomBytes(1000)]
    const upload = async (PartNumber: number) => {
      const Body = bodies[PartNumber - 1] ?? Buffer.alloc(0)
      return await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }))
    }
    const second = await upload(2)
    const first = await upload(1)
    const { Parts } = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId }))
    expect(Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, 5 * megabyte],
      [2, 1000],
    ])
    const complete = (parts: { PartNumber: number; ETag: string | undefined }[]) =>
      s3.send(
        new CompleteMultipartUploadCommand({
          Bucket,
          Key,
          UploadId,
          MultipartUpload: { Parts: parts },
        }),
      )
    const wrong = [{ PartNumber: 1, ETag: second.ETag }]
    await expect(complete(wrong)).rejects.toMatchObject({ name: 'InvalidPart' })
    const { ETag } = await complete([
      { PartNumber: 1, ETag: first.ETag },
      { PartNumber: 2, ETag: second.ETag },
    ])
    const sums = Buffer.concat(bodies.map((body) => createHash('md5').update(body).digest()))
    expect(ETag).toBe(`"${md5(sums)}-2"`)
    const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket, Key }))
    expect(md5(await Body?.transformToByteArray())).toBe(md5(Buffer.concat(bodies)))
    expect(ContentType).toBe('image/png')
    await expect(upload(1)).rejects.toMatchObject({ name: 'NoSuchUpload' })
  })

  it('forgets an aborted upload', async () => {
    const Key = 'aborted'
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
    await expect(s3.send(new ListPartsCommand({ Bucket, Key, UploadId }))).rejects.toMatchObject({
      name: 'NoSuchUpload',
    })
    const outside = new ListPartsCommand({ Bucket, Key, UploadId: '../objects' })
    await expect(s3.send(outside)).rejects.toMatchObject({ name: 'NoSuchUpload' })
  })
})

describe('who may do what', () => {
  it('keeps a person to the own prefix, for objects and for listings', async () => {
    const person = new S3Client(sandbox.as('person', { sub: 'alice' }))
    await person.send(new PutObjectCommand({ Bucket, Key: 'own/alice/1', Body: 'mine' }))
    await put('own/bob/1')
    const denied = { name: 'AccessDenied' }
    const read = (Key: string) => person.send(new GetObjectCommand({ Bucket, Key }))
    const list = (Prefix?: string) => person.send(new ListObjectsV2Command({ Bucket, Prefix }))
    await expect(read('own/bob/1')).rejects.toMatchObject(denied)
    // Without the right to list, a missing key looks like a forbidden one.
    await expect(read('own/alice/none')).rejects.toMatchObject(denied)
    expect((await list('own/alice/')).KeyCount).toBe(1)
    await expect(list('own/bob/')).rejects.toMatchObject(denied)
    await expect(list()).rejects.toMatchObject(denied)
    const copy = new CopyObjectCommand({
      Bucket,
      Key: 'own/alice/2',
      CopySource: `${Bucket}/own/bob/1`,
    })
    await expect(person.send(copy)).rejects.toMatchObject(denied)
    const { Errors } = await person.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'own/bob/1' }] } }),
    )
    expect(Errors?.[0]).toMatchObject({ Key: 'own/bob/1', Code: 'AccessDenied' })
    person.destroy()
  })

  it('denies an anonymous request in XML', async () => {
    const answer = await fetch(
      `${sandbox.endpoint}/_host/${Bucket}.s3.eu-west-1.amazonaws.com/once`,
    )
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      403,
      'application/xml',
      expect.stringContaining('<Code>AccessDenied</Code><Message>Access Denied</Message>'),
    ])
  })

  it('answers what it does not have with a named error', async () => {
    const tagging = new GetObjectTaggingCommand({ Bucket, Key: 'once' })
    await expect(s3.send(tagging)).rejects.toMatchObject({ name: 'NotImplemented' })
    const acl = new PutObjectCommand({ Bucket, Key: 'k', Body: '', ACL: 'public-read' })
    await expect(s3.send(acl)).rejects.toMatchObject({ name: 'NotImplemented' })
    const elsewhere = new GetObjectCommand({ Bucket: 'no-such-bucket', Key: 'k' })
    await expect(s3.send(elsewhere)).rejects.toMatchObject({ name: 'NoSuchBucket' })
  })

  it('knows its bucket', async () => {
    const head = await s3.send(new HeadBucketCommand({ Bucket }))
    const location = await s3.send(new GetBucketLocationCommand({ Bucket }))
    expect([head.BucketRegion, location.LocationConstraint]).toEqual(['eu-west-1', 'eu-west-1'])
  })
})

describe('CORS', () => {
  const url = (key: string) =>
    `${sandbox.endpoint}/_host/${Bucket}.s3.eu-west-1.amazonaws.com/${key}`

  it('answers a preflight by the rules of the template', async () => {
    const preflight = (origin: string, method: string) =>
      fetch(url('k'), {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': method,
          'access-control-request-headers': 'x-amz-date, authorization',
        },
      })
    const allowed = await preflight('http://localhost:5173', 'PUT')
    expect([allowed.status, Object.fromEntries(allowed.headers)]).toMatchObject([
      200,
      {
        'access-control-allow-origin': 'http://localhost:5173',
        'access-control-allow-methods': 'GET, PUT, HEAD',
        'access-control-allow-headers': 'x-amz-date, authorization',
        'access-control-max-age': '3000',
      },
    ])
    expect((await preflight('http://evil.example', 'PUT')).status).toBe(403)
    expect((await preflight('http://localhost:5173', 'DELETE')).status).toBe(403)
  })

  it('lets the page read an error too', async () => {
    const answer = await fetch(url('k'), { headers: { origin: 'http://localhost:1' } })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([
      403,
      'http://localhost:1',
    ])
  })
})

describe('notifications', () => {
  it('tells the queue of a new object under the prefix, and of no other', async () => {
    await takeEvents()
    await put('originals/é 1.png', 'image')
    await put('elsewhere/1.png')
    expect(await takeEvents()).toEqual([
      {
        Records: [
          expect.objectContaining({
            eventVersion: '2.1',
            eventName: 'ObjectCreated:Put',
            s3: expect.objectContaining({
              bucket: expect.objectContaining({ name: Bucket }),
              object: {
                key: 'originals/%C3%A9+1.png',
                size: 5,
                eTag: md5(Buffer.from('image')),
                sequencer: expect.any(String),
              },
            }),
          }),
        ],
      },
    ])
  })

  it('does not send to a queue whose policy does not let the bucket', async () => {
    await put('removed')
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'removed' }))
    expect(await sandbox.queues.receive(queueArn('closed'), 10)).toEqual([])
    expect(sandbox.events).toContainEqual(
      expect.objectContaining({ service: 's3', level: 'warning' }),
    )
  })
})

describe('after the process ended', () => {
  it('finds objects and open uploads again', async () => {
    const Key = 'kept'
    await put(Key, 'bytes')
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))
    const Part = { Bucket, Key, UploadId, PartNumber: 1, Body: 'part' }
    await s3.send(new UploadPartCommand(Part))
    await sandbox.stop()
    sandbox = await startOnGateway(resources, { stateDir: sandbox.stateDir })
    s3 = new S3Client(sandbox.tools)
    expect(await get(Key)).toBe('bytes')
    const { Parts } = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId }))
    expect(Parts).toHaveLength(1)
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'kept' }))
    expect(Contents).toHaveLength(1)
  })
})

function* pieces(bytes: Buffer, sizeBytes: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += sizeBytes) yield bytes.subarray(at, at + sizeBytes)
}

function md5(bytes: Uint8Array | undefined): string {
  return createHash('md5')
    .update(bytes ?? new Uint8Array())
    .digest('hex')
}
