import { type Identity, identify, type Place } from './identity.ts'
import { evaluateValue, noValue, type Scope } from './intrinsics.ts'
import type { Resource } from './resource.ts'
import type { Assembly, Template } from './template.ts'

/** The assembly with every intrinsic function evaluated. */
export type EvaluatedAssembly = {
  readonly resources: readonly Resource[]
  /** Outputs of the root stack. */
  readonly outputs: Readonly<Record<string, string>>
}

/**
 * Evaluates the root stack and all nested stacks, as CloudFormation would on a deployment.
 * @throws Error for an intrinsic function, reference or attribute that it does not know, or a cycle
 */
export function evaluateAssembly(assembly: Assembly, place: Place): EvaluatedAssembly {
  const stack = new Stack({ assembly, place, template: assembly.root, path: '', parameters: {} })
  const outputs = Object.keys(assembly.root.Outputs).map((name) => [
    name,
    String(stack.output(name)),
  ])
  return {
    resources: stack.resources(),
    outputs: Object.fromEntries(outputs) as Record<string, string>,
  }
}

type StackInput = {
  readonly assembly: Assembly
  readonly place: Place
  readonly template: Template
  /** Logical ids from the root stack down; empty for the root. */
  readonly path: string
  /** Values that the parent gives, evaluated when they are first used. */
  readonly parameters: Readonly<Record<string, () => unknown>>
}

/** One stack while it is evaluated: a memo of what has been identified so far. */
class Stack implements Scope {
  readonly #input: StackInput
  readonly #identities = new Map<string, Identity>()
  readonly #children = new Map<string, Stack>()
  readonly #visiting = new Set<string>()

  constructor(input: StackInput) {
    this.#input = input
  }

  resources(): Resource[] {
    return Object.entries(this.#input.template.Resources).flatMap(([id, resource]) => {
      if (resource.Condition !== undefined && !this.condition(resource.Condition)) return []
      if (resource.Type === 'AWS::CloudFormation::Stack') return this.#child(id).resources()
      const properties = evaluateValue(resource.Properties, this) as Record<string, unknown>
      return [{ path: this.#path(id), type: resource.Type, properties, ...this.#identity(id) }]
    })
  }

  output(name: string): unknown {
    const output = this.#input.template.Outputs[name]
    if (!output) throw new Error(`${this.#input.path || 'The root stack'} has no output ${name}.`)
    return evaluateValue(output.Value, this)
  }

  reference(name: string): unknown {
    if (name.startsWith('AWS::')) return this.#pseudo(name)
    const given = this.#input.parameters[name]
    if (given) return given()
    const parameter = this.#input.template.Parameters[name]
    return parameter ? parameter.Default : this.#identity(name).physicalId
  }

  attribute(id: string, name: string): unknown {
    const type = this.#input.template.Resources[id]?.Type
    if (type === 'AWS::CloudFormation::Stack' && name.startsWith('Outputs.')) {
      return this.#child(id).output(name.slice('Outputs.'.length))
    }
    const { attributes } = this.#identity(id)
    if (name in attributes) return attributes[name]
    throw new Error(
      `The sandbox does not know the attribute ${name} of ${type} (${this.#path(id)}).`,
    )
  }

  condition(name: string): boolean {
    return evaluateValue(this.#input.template.Conditions[name], this) === true
  }

  mapping(map: string, first: string, second: string): unknown {
    const found = this.#input.template.Mappings[map] as Record<string, Record<string, unknown>>
    return found?.[first]?.[second]
  }

  #path(id: string): string {
    return this.#input.path === '' ? id : `${this.#input.path}/${id}`
  }

  #pseudo(name: string): unknown {
    const { place, path } = this.#input
    const stackId = `stack/${place.stackName}/${path || 'root'}`
    const values: Readonly<Record<string, unknown>> = {
      'AWS::Region': place.region,
      'AWS::AccountId': place.accountId,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': place.stackName,
      'AWS::StackId': `arn:aws:cloudformation:${place.region}:${place.accountId}:${stackId}`,
      'AWS::NoValue': noValue,
      'AWS::NotificationARNs': [],
    }
    if (!(name in values)) throw new Error(`The sandbox does not know ${name}.`)
    return values[name]
  }

  #identity(id: string): Identity {
    const known = this.#identities.get(id)
    if (known) return known
    const resource = this.#input.template.Resources[id]
    if (!resource) throw new Error(`Nothing is called ${id} in ${this.#input.path || 'the root'}.`)
    if (this.#visiting.has(id)) throw new Error(`${this.#path(id)} depends on itself.`)
    this.#visiting.add(id)
    const identity = identify(resource.Type, {
      path: this.#path(id),
      place: this.#input.place,
      property: (name) => evaluateValue(resource.Properties[name], this),
    })
    this.#visiting.delete(id)
    this.#identities.set(id, identity)
    return identity
  }

  #child(id: string): Stack {
    const known = this.#children.get(id)
    if (known) return known
    const properties = this.#input.template.Resources[id]?.Properties ?? {}
    const parameters = (properties['Parameters'] ?? {}) as Record<string, unknown>
    const child = new Stack({
      ...this.#input,
      template: this.#input.assembly.nested(String(evaluateValue(properties['TemplateURL'], this))),
      path: this.#path(id),
      parameters: Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [name, () => evaluateValue(value, this)]),
      ),
    })
    this.#children.set(id, child)
    return child
  }
}
