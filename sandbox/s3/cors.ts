import type { ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { CorsRule } from './bucket.ts'
import { S3Error } from './error.ts'

/**
 * Answers a preflight by the bucket's rules: the first that allows origin, method and headers.
 * @throws S3Error AccessForbidden when none does
 */
export function answerPreflight(
  rules: readonly CorsRule[],
  headers: ServiceRequest['headers'],
): ServiceResponse {
  const origin = headers['origin']
  const method = headers['access-control-request-method']
  if (origin === undefined || method === undefined) {
    throw new S3Error('InvalidRequest', 'Insufficient information. Origin request header needed.')
  }
  const asked = (headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
  const rule = rules.find(
    (each) => allows(each, origin, method) && asked.every((name) => allowsHeader(each, name)),
  )
  if (!rule) throw new S3Error('AccessForbidden')
  return {
    status: 200,
    headers: {
      ...headersOf(rule, origin),
      ...(asked.length > 0 && { 'access-control-allow-headers': asked.join(', ') }),
      'content-length': '0',
    },
  }
}

/** @returns the headers that let a browser's page read the answer; none without a fitting rule */
export function corsHeaders(
  rules: readonly CorsRule[],
  request: Pick<ServiceRequest, 'headers' | 'method'>,
): Readonly<Record<string, string>> {
  const origin = request.headers['origin']
  const rule = origin && rules.find((each) => allows(each, origin, request.method))
  return rule ? headersOf(rule, origin) : {}
}

function headersOf(rule: CorsRule, origin: string): Record<string, string> {
  const open = rule.origins.includes('*')
  return {
    'access-control-allow-origin': open ? '*' : origin,
    ...(!open && { 'access-control-allow-credentials': 'true' }),
    'access-control-allow-methods': rule.methods.join(', '),
    ...(rule.exposed.length > 0 && { 'access-control-expose-headers': rule.exposed.join(', ') }),
    ...(rule.maxAgeSeconds !== undefined && {
      'access-control-max-age': String(rule.maxAgeSeconds),
    }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  }
}

function allows(rule: CorsRule, origin: string, method: string): boolean {
  return rule.methods.includes(method) && rule.origins.some((each) => fits(each, origin))
}

function allowsHeader(rule: CorsRule, name: string): boolean {
  return rule.headers.some((each) => fits(each, name))
}

/** S3 allows one `*` in a pattern. */
function fits(pattern: string, text: string): boolean {
  const [start = '', end] = pattern.split('*')
  if (end === undefined) return pattern === text
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end)
}
