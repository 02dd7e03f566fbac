import {
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { RequestError } from './errors.ts'

/**
 * Holds a validated operation to the API's `QueryDepthLimit`; a top-level field is the first level.
 * @param most `undefined` for no limit
 * @throws RequestError 400 when it nests deeper
 */
export function limitDepth(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  most: number | undefined,
): void {
  if (most === undefined) return
  const fragments = new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each.selectionSet]] : [],
    ),
  )
  if (isDeeper(operation.selectionSet, most, fragments)) {
    const message = `Query depth limit of ${most} has been reached.`
    throw new RequestError(400, 'QueryDepthLimitReached', message)
  }
}

function isDeeper(
  selection: SelectionSetNode | undefined,
  levels: number,
  fragments: ReadonlyMap<string, SelectionSetNode>,
): boolean {
  if (!selection) return false
  if (levels === 0) return true
  return selection.selections.some((node) => {
    if (node.kind === Kind.FIELD) return isDeeper(node.selectionSet, levels - 1, fragments)
    const inner =
      node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : fragments.get(node.name.value)
    return isDeeper(inner, levels, fragments)
  })
}
