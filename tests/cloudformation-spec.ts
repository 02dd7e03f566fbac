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
  if (type.type === 'union') {
    const each = type.types.map((one) => inType(spec, one, place))
    return each.toSorted((a, b) => a.length - b.length)[0] ?? []
  }
  if (type.type === 'array') {
    if (!Array.isArray(value)) return [`${at}: is no list`]
    return value.flatMap((each: unknown, index) =>
      inType(spec, type.element, { value: each, at: `${at}[${index}]` }),
    )
  }
  if (type.type === 'ref') {
    if (!isPlain(value)) return [`${at}: is no object`]
    return inObject(spec, spec.get('typeDefinition', type.reference.$ref).properties, place)
  }
  const fits = scalars[type.type]
  return !fits || fits(value) ? [] : [`${at}: is no ${type.type}`]
}

const isNumber = (value: unknown) => Number.isFinite(Number(value))

/** Values as templates have them, where a number may be a text; other types take anything. */
const scalars: Partial<Record<PropertyType['type'], (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: isNumber,
  integer: isNumber,
  boolean: (value) => ['true', 'false'].includes(String(value)),
  map: isPlain,
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
