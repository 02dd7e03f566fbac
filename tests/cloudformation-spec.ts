import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec'
import type { Synthesised } from './synthesise.ts'

type Spec = ReturnType<typeof loadAwsServiceSpecSync>
type Properties = ReturnType<typeof resourcesOf>[number]['properties']
type PropertyType = Properties[string]['type']

/**
 * Compares resources with what CloudFormation publishes of their types: whether the type is there, each
 * property is known, and none is missing that is required.
 * @returns a line for each deviation
 */
export function deviations(all: readonly Synthesised[]): string[] {
  const known = new Map(resourcesOf(published()).map((each) => [each.cloudFormationType, each]))
  return all.flatMap(({ stack, logicalId, resource }) => {
    if (resource.Type.startsWith('Custom::')) return []
    const type = known.get(resource.Type)
    const at = `${stack}/${logicalId} (${resource.Type})`
    if (!type) return [`${at}: no such type`]
    return inObject(published(), type.properties, { value: resource.Properties ?? {}, at })
  })
}

let loaded: Spec | undefined

/** Loading takes a second, once for each file of tests. */
function published(): Spec {
  loaded ??= loadAwsServiceSpecSync()
  return loaded
}

function resourcesOf(spec: Spec) {
  return spec.all('resource')
}

/** A value of a template, and where it stands. */
type Place = { readonly value: unknown; readonly at: string }

function inObject(spec: Spec, properties: Properties, { value, at }: Place): string[] {
  if (!isPlain(value)) return []
  const absent = Object.entries(properties)
    .filter(([name, property]) => property.required && value[name] === undefined)
    .map(([name]) => `${at}: lacks ${name}`)
  const wrong = Object.entries(value).flatMap(([name, each]) => {
    const property = properties[name]
    if (!property) return [`${at}: ${name} is unknown`]
    return inType(spec, property.type, { value: each, at: `${at}.${name}` })
  })
  return [...absent, ...wrong]
}

function inType(spec: Spec, type: PropertyType, place: Place): string[] {
  const { value, at } = place
  if (isIntrinsic(value)) return []
  switch (type.type) {
    case 'array':
      if (!Array.isArray(value)) return [`${at}: is no list`]
      return value.flatMap((each: unknown, index) =>
        inType(spec, type.element, { value: each, at: `${at}[${index}]` }),
      )
    case 'ref':
      if (!isPlain(value)) return [`${at}: is no object`]
      return inObject(spec, spec.get('typeDefinition', type.reference.$ref).properties, place)
    case 'union': {
      const each = type.types.map((one) => inType(spec, one, place))
      return each.toSorted((a, b) => a.length - b.length)[0] ?? []
    }
    case 'string':
      return typeof value === 'string' ? [] : [`${at}: is no text`]
    case 'number':
    case 'integer':
      return Number.isFinite(Number(value)) ? [] : [`${at}: is no number`]
    case 'boolean':
      return ['true', 'false'].includes(String(value)) ? [] : [`${at}: is neither true nor false`]
    case 'map':
      if (!isPlain(value)) return [`${at}: is no object`]
      return Object.entries(value).flatMap(([name, each]) =>
        inType(spec, type.element, { value: each, at: `${at}.${name}` }),
      )
    case 'json':
    case 'tag':
    case 'date-time':
    case 'null':
      return []
  }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What only a deployment evaluates. */
function isIntrinsic(value: unknown): boolean {
  if (!isPlain(value)) return false
  const [name, ...rest] = Object.keys(value)
  return rest.length === 0 && (name === 'Ref' || name?.startsWith('Fn::') === true)
}
