import type { GraphQLResolveInfo } from 'graphql'
import { FieldError } from './errors.ts'

type Path = GraphQLResolveInfo['path']

/**
 * Holds a field to the API's `QueryDepthLimit`; a top-level field is on the first level. What is not
 * as deep is answered (AppSync Developer Guide, "Configuring query depth limits").
 * @param most `undefined` for no limit
 * @throws FieldError QueryDepthLimitReached; its message is our own
 */
export function limitDepth(path: Path, most: number | undefined): void {
  if (most === undefined || depthOf(path) <= most) return
  throw new FieldError(`Query depth limit of ${most} has been reached.`, {
    errorType: 'QueryDepthLimitReached',
  })
}

/** The place in a list is no level. */
function depthOf(path: Path): number {
  let depth = 0
  for (let at: Path | undefined = path; at; at = at.prev) {
    if (typeof at.key === 'string') depth += 1
  }
  return depth
}
