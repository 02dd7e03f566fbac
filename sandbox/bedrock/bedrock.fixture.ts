import { BedrockClient } from '@aws-sdk/client-bedrock'
import {
  BedrockRuntimeClient,
  BedrockRuntimeServiceException,
  InvokeModelCommand,
  type InvokeModelCommandInput,
} from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import sharp from 'sharp'
import { openGateway } from '../gateway/server.ts'
import { createAuthorizer } from '../iam/authorizer.ts'
import { createCredentialStore } from '../iam/credentials.ts'
import type { PolicyStatement } from '../iam/policy.ts'
import { type BedrockOptions, createBedrockRuntime } from './service.ts'

const accountId = '000000000000'
const role = {
  arn: `arn:aws:iam::${accountId}:role/worker`,
  name: 'worker',
  path: 'worker',
  id: 'AROAWORKER',
  trust: { Statement: [] },
  boundary: undefined,
}

/** What came back for one call: the parsed body, or the SDK's error. */
export type Answer = {
  readonly status: number | undefined
  readonly error: string | undefined
  readonly message: string
  readonly body: {
    readonly images?: string[]
    readonly maskImage?: string
    readonly error?: string | null
    readonly seeds?: number[]
    readonly finish_reasons?: (string | null)[]
    readonly [field: string]: unknown
  }
}

/**
 * Serves Bedrock on a port of its own, behind the gateway, to the published clients.
 * @param options.statements what the role that signs may do; everything of Bedrock by default
 */
export async function serveBedrock(
  options: Partial<BedrockOptions> & { readonly statements?: readonly PolicyStatement[] } = {},
) {
  const { statements, ...overrides } = options
  const log = () => undefined
  const allow = { Effect: 'Allow', Action: 'bedrock:*', Resource: '*' } as const
  const held = { ...role, policies: [{ Statement: [...(statements ?? [allow])] }] }
  const roles = { find: () => held, all: () => [held] }
  const credentials = createCredentialStore({ key: Buffer.alloc(32, 7), accountId, roles })
  const gateway = await openGateway({ port: 0, origins: [], log })
  const bedrock = createBedrockRuntime({
    deployment: { region: 'us-east-1' },
    authorizer: createAuthorizer({ region: 'us-east-1', log }),
    log,
    engine: 'instant',
    // A test asks for more than a model's quota of a minute.
    requestsPerMinute: 10_000,
    ...overrides,
  })
  const unasked = () => Promise.reject(new Error('no page is asked for'))
  gateway.serve({ services: { bedrock }, credentials, pages: unasked })
  const session = { roleArn: role.arn, sessionName: 'session', durationSeconds: 900 }
  const config = (region: string) => ({
    endpoint: gateway.endpoint,
    region,
    credentials: credentials.issue(session),
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler(),
  })
  return {
    bedrock,
    control: (region = 'us-east-1') => new BedrockClient(config(region)),
    runtime: (region = 'us-east-1') => new BedrockRuntimeClient(config(region)),
    /** InvokeModel by the published client. */
    async invoke(
      modelId: string,
      body: unknown,
      {
        region = 'us-east-1',
        ...more
      }: Partial<InvokeModelCommandInput> & { region?: string } = {},
    ): Promise<Answer> {
      const client = new BedrockRuntimeClient(config(region))
      const command = new InvokeModelCommand({ modelId, body: JSON.stringify(body), ...more })
      try {
        const output = await client.send(command)
        const parsed = JSON.parse(output.body.transformToString()) as Answer['body']
        return { status: 200, error: undefined, message: '', body: parsed }
      } catch (error) {
        if (!(error instanceof BedrockRuntimeServiceException)) throw error
        const { name, message, $metadata } = error
        return { status: $metadata.httpStatusCode, error: name, message, body: {} }
      } finally {
        client.destroy()
      }
    },
    async close(): Promise<void> {
      await bedrock.close()
      await gateway.close()
    },
  }
}

export type Served = Awaited<ReturnType<typeof serveBedrock>>

type Pixel = { r: number; g: number; b: number; alpha?: number }

export const black: Pixel = { r: 0, g: 0, b: 0 }
export const white: Pixel = { r: 255, g: 255, b: 255 }
const teal: Pixel = { r: 20, g: 130, b: 140 }

/** @returns a picture of one colour as a file in base64 */
export async function picture(
  width: number,
  height: number,
  {
    background = teal,
    format = 'png',
  }: { background?: Pixel; format?: 'png' | 'jpeg' | 'webp' | 'gif' } = {},
): Promise<string> {
  const channels = background.alpha === undefined ? 3 : 4
  const image = sharp({ create: { width, height, channels, background } })
  return (await image.toFormat(format).toBuffer()).toString('base64')
}

/** @returns a PNG whose left half has one colour and whose right half another */
export async function halves(
  width: number,
  height: number,
  [left, right]: readonly [Pixel, Pixel],
): Promise<string> {
  const channels = left.alpha === undefined ? 3 : 4
  const bytesOf = ({ r, g, b, alpha = 1 }: Pixel) => [r, g, b, alpha * 255].slice(0, channels)
  const row = Array.from({ length: width }, (_, x) => bytesOf(x < width / 2 ? left : right)).flat()
  const data = Buffer.from(Array.from({ length: height }, () => row).flat())
  return (await sharp(data, { raw: { width, height, channels } }).png().toBuffer()).toString(
    'base64',
  )
}

/** @returns a picture in which no two neighbours are alike, so that a change anywhere shows */
export async function motley(width: number, height: number): Promise<string> {
  const data = Buffer.from({ length: width * height * 3 } as ArrayLike<number>).map(
    (_, at) => (at * 73 + (at >> 5) * 31) & 255,
  )
  const image = sharp(data, { raw: { width, height, channels: 3 } })
  return (await image.png().toBuffer()).toString('base64')
}

/** @returns size, format and pixels of a picture in base64 */
export async function decode(encoded: string | undefined) {
  const image = sharp(Buffer.from(encoded ?? '', 'base64'))
  const { format } = await image.metadata()
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const at = (x: number, y: number) => {
    const start = (y * width + x) * channels
    return [...data.subarray(start, start + channels)]
  }
  return { width, height, channels, format, at }
}

/** @returns which columns of a row of two pictures differ */
export async function changedColumns(before: string, after: string | undefined, row = 5) {
  const [first, second] = [await decode(before), await decode(after)]
  return Array.from({ length: first.width }, (_, x) => x).filter(
    (x) => first.at(x, row).slice(0, 3).join() !== second.at(x, row).slice(0, 3).join(),
  )
}
