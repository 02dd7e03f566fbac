import { timingSafeEqual } from 'node:crypto'
import { faultsPath } from '../faults/endpoint.ts'
import type { ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import { faults } from './faults.ts'
import { tokenField } from './form.ts'
import { answerPage } from './layout.ts'
import { logs } from './logs.ts'
import { mail } from './mail.ts'
import { metrics } from './metrics.ts'
import { objects } from './objects.ts'
import { overview } from './overview.ts'
import { queues } from './queues.ts'
import { notFound, type Section } from './section.ts'
import { tables } from './tables.ts'
import type { View } from './view.ts'

/** In the order of the navigation. */
const sections: readonly Section[] = [
  overview,
  mail,
  tables,
  objects,
  queues,
  logs,
  metrics,
  faults,
]

/** The developer's own pages under `/_sandbox`; they change something only by their own forms. */
export function createPages(view: View): (request: ServiceRequest) => Promise<ServiceResponse> {
  return async (request) => {
    const path = request.path.length > 1 ? request.path.replace(/\/$/, '') : request.path
    // For programs, by methods and a token of its own.
    if (path === faultsPath) return view.faultsEndpoint(request)
    if (request.method === 'POST') return await act(view, request, path)
    if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405 }
    for (const section of sections) {
      const file = section.files?.[path]
      if (file) return await file(view, request)
      if (section.path !== path) continue
      return answerPage(await section.page(view, request.query), section.path, sections)
    }
    return notFound()
  }
}

async function act(view: View, request: ServiceRequest, path: string): Promise<ServiceResponse> {
  const action = sections.map(({ actions }) => actions?.[path]).find((each) => each !== undefined)
  if (!action) return notFound()
  const form = new URLSearchParams(request.body.toString('utf8'))
  if (!isSame(form.get(tokenField) ?? '', view.token)) {
    return {
      status: 403,
      headers: { 'content-type': 'text/plain' },
      body: 'Use the page’s own form.',
    }
  }
  // The browser asks for the page anew, so that loading it again repeats nothing.
  return { status: 303, headers: { location: await action(view, form) } }
}

function isSame(a: string, b: string): boolean {
  const [given, expected] = [Buffer.from(a), Buffer.from(b)]
  return given.length === expected.length && timingSafeEqual(given, expected)
}
