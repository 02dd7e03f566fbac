import { request } from 'node:http'
import type { Backend } from './backend.ts'

export type RawAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** One HTTP request with any header, Host and Origin too, which `fetch` would set itself. */
export function rawRequest(
  { endpoint }: Backend,
  of: { method?: string; path: string; headers?: Record<string, string>; body?: string },
): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(endpoint)
  const { method = 'POST', path, body, headers } = of
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, method, path, setHost: false, headers: { host, ...headers } },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts).toString(),
          }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
