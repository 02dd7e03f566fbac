import type { DynamoDbCaller } from '../dynamodb/caller.ts'
import type { TableDefinition } from '../dynamodb/table-definition.ts'
import type { Faults } from '../faults/faults.ts'
import type { ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { FunctionLog } from '../lambda/function-log.ts'
import type { Metrics } from '../lambda/metrics.ts'
import type { RecentEvents } from '../log.ts'
import type { Outbox } from '../mail/outbox.ts'
import type { ObjectBrowser } from '../s3/browser.ts'
import type { QueueBrowser } from '../sqs/queue-browser.ts'

/** What the developer's pages read and change: the sandbox from inside, past authorisation. */
export type View = {
  readonly mails: Outbox
  readonly logs: FunctionLog
  readonly metrics: Metrics
  readonly events: RecentEvents
  readonly faults: Faults
  readonly tables: readonly TableDefinition[]
  readonly dynamodb: DynamoDbCaller
  readonly objects: ObjectBrowser
  readonly queues: QueueBrowser
  /** Answers programs that order faults, which show a token of their own. */
  readonly faultsEndpoint: (request: ServiceRequest) => ServiceResponse
  /** Of this installation. A form without it was not made by these pages. */
  readonly token: string
}
