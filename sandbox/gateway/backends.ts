import type { FaultSource } from '../faults/faults.ts'
import type { CredentialStore } from '../iam/credentials.ts'
import type { ServiceName } from './route.ts'
import type { Service, ServiceRequest, ServiceResponse } from './service.ts'

/** What stands behind the gateway. */
export type Backends = {
  readonly services: Readonly<Partial<Record<ServiceName, Service>>>
  readonly credentials: CredentialStore
  /** Answers `/_sandbox/…`, the developer's own pages. */
  readonly pages: (request: ServiceRequest) => Promise<ServiceResponse>
  /** Injects the failures that were ordered. */
  readonly faults?: FaultSource
}
