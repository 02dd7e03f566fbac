import { type Deployment, type Resource, resourcesOfType } from '../assembly/resource.ts'
import type { Assembly } from '../assembly/template.ts'

/** A function of the assembly, ready to run. */
export type FunctionConfig = {
  readonly name: string
  readonly arn: string
  /** `index.handler` */
  readonly handler: string
  readonly codeDir: string
  readonly roleArn: string
  readonly timeoutMs: number
  readonly memoryMb: number
  readonly environment: Readonly<Record<string, string>>
  readonly reservedConcurrency: number | undefined
}

/** Functions of CDK and Amplify that do at deployment what the sandbox does itself. */
const deploymentHelpers =
  /CustomS3AutoDelete|CustomCDKBucketDeployment|TableManager|CustomResourceProvider|BucketNotificationsHandler|AwsCliLayer/

/** Whether a resource only serves a deployment, which the sandbox does itself. */
export function isDeploymentHelper({ path }: Pick<Resource, 'path'>): boolean {
  return deploymentHelpers.test(path)
}

/** @returns the functions that the application itself runs, all on Node */
export function readFunctions(deployment: Deployment, assembly: Assembly): FunctionConfig[] {
  return resourcesOfType(deployment, 'AWS::Lambda::Function').flatMap((resource) => {
    const { properties } = resource
    if (isDeploymentHelper(resource)) return []
    if (!String(properties['Runtime']).startsWith('nodejs')) return []
    const code = properties['Code'] as { S3Key?: string } | undefined
    if (!code?.S3Key) return []
    const environment = properties['Environment'] as
      | { Variables?: Record<string, unknown> }
      | undefined
    return [
      {
        name: resource.physicalId,
        arn: String(resource.attributes['Arn']),
        handler: String(properties['Handler']),
        codeDir: assembly.assetPath(code.S3Key),
        roleArn: String(properties['Role']),
        timeoutMs: Number(properties['Timeout'] ?? 3) * 1000,
        memoryMb: Number(properties['MemorySize'] ?? 128),
        environment: Object.fromEntries(
          Object.entries(environment?.Variables ?? {}).map(([name, value]) => [
            name,
            String(value),
          ]),
        ),
        reservedConcurrency: properties['ReservedConcurrentExecutions'] as number | undefined,
      },
    ]
  })
}
