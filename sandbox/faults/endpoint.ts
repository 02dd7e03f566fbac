import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import type { ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { Faults } from './faults.ts'
import { faultRuleSchema } from './rule.ts'

export const faultsPath = '/_sandbox/faults'

/**
 * The token of those who may order faults.
 * @param key the installation's
 */
export function faultsToken(key: Buffer): string {
  return createHmac('sha256', key).update('faults\n').digest('base64url')
}

/**
 * Answers `/_sandbox/faults`: GET lists, POST adds one rule, DELETE clears. Only for callers with
 * `Authorization: Bearer <token>`, and never for a page of another origin, even with the token.
 * @param options.endpoint the sandbox's own origin
 */
export function createFaultsEndpoint(options: {
  faults: Faults
  token: string
  endpoint: string
}): (request: ServiceRequest) => ServiceResponse {
  const { faults, token, endpoint } = options
  const expected = digest(`Bearer ${token}`)
  const methods: Readonly<Record<string, (request: ServiceRequest) => ServiceResponse>> = {
    GET: () => json(200, faults.list()),
    POST: (request) => add(faults, request.body),
    DELETE: () => {
      faults.clear()
      return { status: 204 }
    },
  }
  return (request) => {
    const { origin, authorization = '' } = request.headers
    if (origin !== undefined && origin !== endpoint) {
      return json(403, { message: 'Pages of other origins may not order faults.' })
    }
    if (!timingSafeEqual(digest(authorization), expected)) {
      return json(401, { message: 'The token in the state folder’s file faults-token is needed.' })
    }
    return methods[request.method]?.(request) ?? json(405, { message: 'GET, POST or DELETE.' })
  }
}

function add(faults: Faults, body: Buffer): ServiceResponse {
  const parsed = faultRuleSchema.safeParse(parseJson(body))
  if (!parsed.success) return json(400, { message: z.prettifyError(parsed.error) })
  try {
    return json(201, { id: faults.add(parsed.data) })
  } catch (error) {
    return json(409, { message: error instanceof Error ? error.message : String(error) })
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function json(status: number, value: unknown): ServiceResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(value),
  }
}
