import { setTimeout as pause } from 'node:timers/promises'
import { Sha256 } from '@aws-crypto/sha256-js'
import { defaultProvider } from '@aws-sdk/credential-provider-node'
import { SignatureV4 } from '@smithy/signature-v4'
import * as z from 'zod'
import { AppError } from '#domain/errors.ts'
import { withoutNulls } from '#domain/nulls.ts'

/** The product's own GraphQL API, as a function reaches it: signed, so that subscribers hear. */
export interface DataApi {
  /**
   * Runs one query or mutation with a single root field.
   * @returns that field's value, nulls left out at every depth; `undefined` for null
   * @throws AppError CONFLICT when the write's condition failed, INTERNAL for the rest
   */
  run(document: string, variables: Readonly<Record<string, unknown>>): Promise<unknown>
}

const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ errorType: z.string().nullish(), message: z.string() })).nullish(),
})

/** A lost answer is asked for again; every write carries a condition, so a repeat is harmless. */
const maxTries = 4
const firstPauseMs = 100
const answerWithinMs = 15_000

/** @param api of the deployment: its GraphQL endpoint and Region */
export function createDataApi(api: { dataEndpoint: string; region: string }): DataApi {
  const url = new URL(api.dataEndpoint)
  const signer = new SignatureV4({
    service: 'appsync',
    region: api.region,
    credentials: defaultProvider(),
    sha256: Sha256,
  })
  const send = async (body: string): Promise<Response> => {
    const request = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      path: url.pathname,
      query: {},
      headers: { 'content-type': 'application/json', host: url.host },
      body,
    })
    const { host: _, ...headers } = request.headers
    const signal = AbortSignal.timeout(answerWithinMs)
    return fetch(url, { method: 'POST', headers, body, signal })
  }
  return {
    async run(document, variables) {
      const response = await insist(() => send(JSON.stringify({ query: document, variables })))
      return readAnswer(await response.text(), response.status)
    },
  }
}

/** Tries again after a broken connection, a throttle or a server's fault, a few times. */
async function insist(send: () => Promise<Response>): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    try {
      const response = await send()
      const passing = response.status === 429 || response.status >= 500
      if (!passing || tries === maxTries) return response
    } catch (cause) {
      if (tries === maxTries) {
        throw new AppError('INTERNAL', 'The data service could not be reached.', { cause })
      }
    }
    await pause(firstPauseMs * 2 ** tries)
  }
}

function readAnswer(text: string, status: number): unknown {
  const answer = answerSchema.safeParse(parseJson(text))
  const error = answer.data?.errors?.[0]
  if (error?.errorType?.endsWith('ConditionalCheckFailedException')) {
    throw new AppError('CONFLICT', { key: 'recordChanged' })
  }
  const { data } = answer.data ?? {}
  if (error || !data) {
    const cause = new Error(error?.message ?? `data service answered ${status}`)
    throw new AppError('INTERNAL', 'The data service refused a request.', { cause })
  }
  return withoutNulls(Object.values(data)[0] ?? undefined)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // An answer that is not JSON comes from something between us and the API: no data, no error.
    return undefined
  }
}
