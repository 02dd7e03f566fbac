import { type Deployment, resourcesOfType } from '../assembly/resource.ts'
import { type NamedStatement, type PolicyDocument, statementsOf } from './policy.ts'
import type { Roles } from './roles.ts'

/** A statement of the deployment and where it stands. */
export type HeldStatement = NamedStatement & {
  readonly kind: 'identity' | 'trust' | 'boundary' | 'resource'
  /** Logical ids, from the root stack down, of the role or of the bucket's or queue's policy. */
  readonly holder: string
  /** Of the role; a bucket's or queue's policy has none. */
  readonly roleArn: string | undefined
}

const resourcePolicies = ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy']

/** Every statement that decides anything in a deployment: of its roles, buckets and queues. */
export function listStatements(deployment: Deployment, roles: Roles): readonly HeldStatement[] {
  const ofRoles = roles.all().flatMap(({ arn, path, policies, trust, boundary }) => {
    const place = { holder: path, roleArn: arn }
    return [
      ...hold(policies, { ...place, kind: 'identity' }),
      ...hold([trust], { ...place, kind: 'trust' }),
      ...hold(boundary ? [boundary] : [], { ...place, kind: 'boundary' }),
    ]
  })
  const ofResources = resourcePolicies
    .flatMap((type) => resourcesOfType(deployment, type))
    .flatMap(({ path, properties }) => {
      const document = properties['PolicyDocument'] as PolicyDocument
      const place = { holder: path, roleArn: undefined, kind: 'resource' } as const
      return hold([{ ...document, origin: path }], place)
    })
  return [...ofRoles, ...ofResources]
}

function hold(
  documents: readonly PolicyDocument[],
  place: Pick<HeldStatement, 'kind' | 'holder' | 'roleArn'>,
): HeldStatement[] {
  return documents.flatMap(statementsOf).map((each) => ({ ...each, ...place }))
}
