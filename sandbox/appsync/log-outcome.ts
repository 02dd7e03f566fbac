import { durationOf, type Log } from '../log.ts'
import type { Executed } from './execute.ts'

/** Errors of one request that a line names. */
const maxNamed = 2

/**
 * One line for a request: mutations always, queries among the details; what a resolver refused as a
 * refusal, and any other error, which may be an answer like others, at the end of the line.
 * @param request.isSigned IAM has said already which policy refuses it, and says it better
 */
export function logOutcome(
  outcome: Executed,
  request: { startedMs: number; isSigned: boolean },
  log: Log,
): void {
  const { roots, errors, published } = outcome
  const isMutation = published.length > 0 || errors.length > 0
  const fields = roots.map(({ fieldName }) => fieldName).join(', ') || 'request'
  const reasons = errors
    .slice(0, maxNamed)
    .map(({ errorType, message }) => (errorType === null ? message : `${errorType}: ${message}`))
  const isRefused = errors.some(({ errorType }) => errorType === 'Unauthorized')
  const usual = isMutation ? 'info' : 'detail'
  const refused = request.isSigned ? 'detail' : 'refusal'
  log({
    service: 'appsync',
    level: isRefused ? refused : usual,
    message: [`${fields} ${durationOf(request.startedMs)}`, ...reasons].join(': ').slice(0, 300),
  })
}
