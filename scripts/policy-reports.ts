import type { IncomingMessage, ServerResponse } from 'node:http'

/** Where browsers report what the page's policy refused, and where it can be read again. */
export const reportPath = '/_policy-reports'

/**
 * Keeps what browsers refuse on the pages of a preview, and says it in the terminal: POST takes a
 * report, GET answers all of them as JSON. Workers are heard too, which no page could tell of.
 */
export function createPolicyReports(
  say: (line: string) => void,
): (request: IncomingMessage, response: ServerResponse) => void {
  const reports: unknown[] = []
  return (request, response) => {
    if (request.method !== 'POST') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(reports))
      return
    }
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const text = Buffer.concat(parts).toString()
      reports.push(text)
      say(`The page's policy refused something: ${text}\n`)
      response.writeHead(204).end()
    })
  }
}
