import { createHash } from 'node:crypto'
import { type Deployment, resourcesOfType } from '../assembly/resource.ts'
import type { PolicyDocument } from './policy.ts'

export type Role = {
  readonly arn: string
  readonly name: string
  /** `AROA…`, the role part of `aws:userid`. */
  readonly id: string
  readonly trust: PolicyDocument
  readonly policies: readonly PolicyDocument[]
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

/** Gathers each role of the assembly with its inline, attached and managed policies. */
export function readRoles(deployment: Deployment): Roles {
  const attached = [
    ...resourcesOfType(deployment, 'AWS::IAM::Policy'),
    ...resourcesOfType(deployment, 'AWS::IAM::ManagedPolicy'),
  ]
  const roles = new Map<string, Role>()
  for (const resource of resourcesOfType(deployment, 'AWS::IAM::Role')) {
    const arn = String(resource.attributes['Arn'])
    const inline = listOf(resource.properties['Policies']) as { PolicyDocument: PolicyDocument }[]
    const managed = listOf(resource.properties['ManagedPolicyArns'])
      .map(String)
      .flatMap(
        (policyArn) =>
          managedPolicies[policyArn.replace(/^arn:aws[^:]*:iam::aws:policy\//, '')] ?? [],
      )
    const separate = attached
      .filter((policy) => listOf(policy.properties['Roles']).includes(resource.physicalId))
      .map((policy) => policy.properties['PolicyDocument'] as PolicyDocument)
    roles.set(arn, {
      arn,
      name: resource.physicalId,
      id: `AROA${createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase()}`,
      trust: resource.properties['AssumeRolePolicyDocument'] as PolicyDocument,
      policies: [...inline.map((policy) => policy.PolicyDocument), ...managed, ...separate],
    })
  }
  return { find: (arn) => roles.get(arn), all: () => [...roles.values()] }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : []
}
