import {
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionSetNode,
} from 'graphql'
import { type Fields, isFields, writeField } from './vtl/values.ts'

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>

/** A document without recursive fragments (validated) cannot be deeper than this and be honest. */
const deepest = 100

/**
 * Takes the result of one mutation apart into what its subscribers are told: the selected fields
 * under their own names, however the mutation aliased them.
 * @returns the value of each top-level field by the field's name
 */
export function selectedFields(
  data: unknown,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): readonly { readonly fieldName: string; readonly value: unknown }[] {
  const found: { fieldName: string; value: unknown }[] = []
  eachField(operation.selectionSet, fragments, (name, key, selection) => {
    if (!isFields(data) || !Object.hasOwn(data, key)) return
    found.push({ fieldName: name, value: unalias(data[key], selection, { fragments, depth: 0 }) })
  })
  return found
}

function unalias(
  value: unknown,
  selection: SelectionSetNode | undefined,
  at: { fragments: Fragments; depth: number },
): unknown {
  if (selection === undefined || at.depth > deepest) return value
  const deeper = { ...at, depth: at.depth + 1 }
  if (Array.isArray(value)) return value.map((item) => unalias(item, selection, deeper))
  if (!isFields(value)) return value
  const plain: Fields = {}
  eachField(selection, at.fragments, (name, key, inner) => {
    if (!Object.hasOwn(value, key)) return
    const former = plain[name]
    const next = unalias(value[key], inner, deeper)
    writeField(plain, name, isFields(former) && isFields(next) ? { ...former, ...next } : next)
  })
  return plain
}

function eachField(
  selection: SelectionSetNode,
  fragments: Fragments,
  visit: (name: string, key: string, inner: SelectionSetNode | undefined) => void,
): void {
  for (const node of selection.selections) {
    if (node.kind === Kind.FIELD) {
      visit(node.name.value, node.alias?.value ?? node.name.value, node.selectionSet)
    } else {
      const inner =
        node.kind === Kind.INLINE_FRAGMENT
          ? node.selectionSet
          : fragments[node.name.value]?.selectionSet
      if (inner) eachField(inner, fragments, visit)
    }
  }
}

/** @returns `$ctx.info`; the selection is worked out only for templates that read it */
export function resolverInfo(info: GraphQLResolveInfo): Fields {
  const selectionSet = info.fieldNodes[0]?.selectionSet
  return {
    fieldName: info.fieldName,
    parentTypeName: info.parentType.name,
    variables: info.variableValues,
    get selectionSetList() {
      return selectionSet ? listPaths(selectionSet, info.fragments, '') : []
    },
    get selectionSetGraphQL() {
      return selectionSet ? print(selectionSet) : ''
    },
  }
}

function listPaths(selection: SelectionSetNode, fragments: Fragments, prefix: string): string[] {
  const paths: string[] = []
  eachField(selection, fragments, (_name, key, inner) => {
    paths.push(prefix + key)
    if (inner) paths.push(...listPaths(inner, fragments, `${prefix}${key}/`))
  })
  return paths
}
