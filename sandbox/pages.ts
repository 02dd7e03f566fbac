import { faultsPath } from './faults/endpoint.ts'
import type { ServiceRequest, ServiceResponse } from './gateway/service.ts'
import type { FunctionLog } from './lambda/function-log.ts'
import { renderInbox } from './mail/inbox-page.ts'
import type { Outbox } from './mail/outbox.ts'

/**
 * The developer's own pages under `/_sandbox`: mailed codes, what the functions print, and faults.
 * @param options.faults answers the endpoint for faults, which asks for authentication
 */
export function createPages(options: {
  mails: Outbox
  logs: FunctionLog
  faults: (request: ServiceRequest) => ServiceResponse
}): (request: ServiceRequest) => Promise<ServiceResponse> {
  const { mails, logs } = options
  const pages: Readonly<Record<string, (request: ServiceRequest) => ServiceResponse>> = {
    [faultsPath]: options.faults,
    '/_sandbox/health': () => json({ ready: true }),
    '/_sandbox/inbox': () => html(renderInbox(mails.list())),
    '/_sandbox/inbox.json': () => json(mails.list()),
    '/_sandbox/logs.json': () => json(logs.recent()),
  }
  return async (request) => pages[request.path]?.(request) ?? { status: 404, body: 'No such page.' }
}

function json(value: unknown): ServiceResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(value),
  }
}

function html(body: string): ServiceResponse {
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
    body,
  }
}
