import { createHash } from 'node:crypto'
import { type Deployment, type Resource, resourcesOfType } from '../assembly/resource.ts'
import type { PolicyDocument, PolicyStatement } from './policy.ts'

export type Role = {
  readonly arn: string
  readonly name: string
  /** Logical ids from the root stack down; the origins of its policies begin with it. */
  readonly path: string
  /** `AROA…`, the role part of `aws:userid`. */
  readonly id: string
  readonly trust: PolicyDocument
  readonly policies: readonly PolicyDocument[]
  /** The permissions boundary: it allows nothing by itself, and nothing is allowed beyond it. */
  readonly boundary: PolicyDocument | undefined
}

export interface Roles {
  find(roleArn: string): Role | undefined
  all(): readonly Role[]
}

/** The AWS-managed policies that Amplify and CDK attach, as AWS publishes them. */
const managedPolicies: Readonly<Record<string, PolicyDocument>> = {
  'service-role/AWSLambdaBasicExecutionRole': {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: '*',
    },
  },
}

/**
 * Gathers each role of the assembly with its inline, attached and managed policies.
 * An AWS-managed policy that is not known grants nothing.
 * @throws Error for a permissions boundary that is not known: without it too much would be allowed
 */
export function readRoles(deployment: Deployment): Roles {
  const policies = [
    ...resourcesOfType(deployment, 'AWS::IAM::Policy'),
    ...resourcesOfType(deployment, 'AWS::IAM::ManagedPolicy'),
  ]
  const roles = new Map<string, Role>()
  for (const resource of resourcesOfType(deployment, 'AWS::IAM::Role')) {
    const role = readRole(resource, policies)
    roles.set(role.arn, role)
  }
  return { find: (arn) => roles.get(arn), all: () => [...roles.values()] }
}

/** @returns the AWS-managed policies that roles of the deployment have and that grant nothing here */
export function unknownManagedPolicies(deployment: Deployment): readonly string[] {
  const names = resourcesOfType(deployment, 'AWS::IAM::Role')
    .flatMap(({ properties }) => listOf(properties['ManagedPolicyArns']).map(String))
    .filter((arn) => /^arn:aws[^:]*:iam::aws:policy\//.test(arn))
    .map(managedName)
  return [...new Set(names)].filter((name) => !(name in managedPolicies))
}

function readRole(resource: Resource, policies: readonly Resource[]): Role {
  const { path, properties, physicalId } = resource
  const arn = String(resource.attributes['Arn'])
  const named = (document: PolicyDocument, name: string): PolicyDocument => ({
    ...document,
    origin: `${path}/${name}`,
  })
  const inline = listOf(properties['Policies']) as {
    PolicyName?: string
    PolicyDocument: PolicyDocument
  }[]
  const managedArns = listOf(properties['ManagedPolicyArns']).map(String)
  const attached = policies.filter(
    (policy) =>
      listOf(policy.properties['Roles']).includes(physicalId) ||
      managedArns.includes(policy.physicalId),
  )
  const boundary = properties['PermissionsBoundary'] as string | undefined
  return {
    arn,
    name: physicalId,
    path,
    id: `AROA${createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase()}`,
    trust: named(
      trustOf(properties['AssumeRolePolicyDocument'] as PolicyDocument | undefined),
      'trust',
    ),
    policies: [
      ...inline.map((policy, index) =>
        named(policy.PolicyDocument, policy.PolicyName ?? `inline-${index}`),
      ),
      ...managedArns.flatMap((each) => {
        const document = managedPolicies[managedName(each)]
        return document ? [named(document, lastOf(each))] : []
      }),
      ...attached.map((policy) => named(documentOf(policy), lastOf(policy.path))),
    ],
    boundary: boundary === undefined ? undefined : findBoundary(boundary, policies, named),
  }
}

/** A trust policy is about its own role, and names no resource; without one nobody is trusted. */
function trustOf(policy: PolicyDocument | undefined): PolicyDocument {
  const { Statement, ...document } = policy ?? { Statement: [] }
  const statements = Array.isArray(Statement) ? Statement : [Statement]
  return {
    ...document,
    Statement: (statements as PolicyStatement[]).map((each) => ({ ...each, Resource: '*' })),
  }
}

function findBoundary(
  arn: string,
  policies: readonly Resource[],
  named: (document: PolicyDocument, name: string) => PolicyDocument,
): PolicyDocument {
  const own = policies.find((policy) => policy.physicalId === arn)
  const document = own ? documentOf(own) : managedPolicies[managedName(arn)]
  if (!document) throw new Error(`The sandbox does not know the permissions boundary ${arn}.`)
  return named(document, `boundary-${lastOf(own?.path ?? arn)}`)
}

function documentOf(policy: Resource): PolicyDocument {
  return policy.properties['PolicyDocument'] as PolicyDocument
}

function managedName(arn: string): string {
  return arn.replace(/^arn:aws[^:]*:iam::aws:policy\//, '')
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : []
}
