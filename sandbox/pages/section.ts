import type { ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { Page } from './layout.ts'
import type { View } from './view.ts'

/** One of the developer's pages, with what its forms do. */
export type Section = {
  /** e.g. `/_sandbox/tables` */
  readonly path: string
  readonly title: string
  page(view: View, query: URLSearchParams): Page | Promise<Page>
  /**
   * By path: what a form of this page does.
   * @returns where to go from there
   */
  readonly actions?: Readonly<
    Record<string, (view: View, form: URLSearchParams) => Promise<string>>
  >
  /** By path: what is no page, e.g. JSON for programs. */
  readonly files?: Readonly<
    Record<
      string,
      (view: View, request: ServiceRequest) => ServiceResponse | Promise<ServiceResponse>
    >
  >
}

/** @returns JSON that no cache keeps */
export function json(value: unknown): ServiceResponse {
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    body: JSON.stringify(value),
  }
}

export function notFound(): ServiceResponse {
  return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'No such page.' }
}
