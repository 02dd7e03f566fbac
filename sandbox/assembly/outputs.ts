import { existsSync, statSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EvaluatedAssembly } from './evaluate.ts'
import type { Assembly } from './template.ts'

/** The outputs are made once for an assembly; the address is put in at each start. */
const anyEndpoint = 'http://sandbox.invalid'

/**
 * The client configuration that `ampx generate outputs` would write, by Amplify's own generator fed
 * with the evaluated stack instead of a deployed one. Kept with the assembly, since the generator
 * alone takes seconds to load.
 */
export async function clientOutputs(
  assembly: Assembly,
  evaluated: EvaluatedAssembly,
  endpoint: string,
): Promise<Record<string, unknown>> {
  const path = join(assembly.dir, 'amplify_outputs.sandbox.json')
  if (!existsSync(path)) {
    const text = JSON.stringify(await generate(assembly, evaluated))
    await writeFile(path, text.replaceAll(endpoint, anyEndpoint), { mode: 0o600 })
  }
  const text = (await readFile(path, 'utf8')).replaceAll(anyEndpoint, endpoint)
  const outputs = JSON.parse(text) as Record<string, unknown>
  const custom = (outputs['custom'] ?? {}) as Record<string, unknown>
  return { ...outputs, custom: { ...custom, sandbox: { endpoint } } }
}

async function generate(assembly: Assembly, evaluated: EvaluatedAssembly): Promise<unknown> {
  const { generateClientConfig } = await import('@aws-amplify/client-config')
  type Clients = NonNullable<Parameters<typeof generateClientConfig>[2]>
  const cloudFormation = {
    send: async (command: { constructor: { name: string } }) =>
      command.constructor.name === 'GetTemplateSummaryCommand'
        ? { Metadata: JSON.stringify(assembly.root.Metadata) }
        : {
            Stacks: [
              {
                StackStatus: 'CREATE_COMPLETE',
                Outputs: Object.entries(evaluated.outputs).map(([OutputKey, OutputValue]) => ({
                  OutputKey,
                  OutputValue,
                })),
              },
            ],
          },
  }
  const s3 = {
    send: async (command: { input: { Bucket: string; Key: string } }) => ({
      Body: {
        transformToString: () => deployedFile(assembly, evaluated, command.input),
      },
    }),
  }
  // The generator calls nothing of its clients but the three requests that are answered above.
  const clients = {
    getCloudFormationClient: () => cloudFormation,
    getS3Client: () => s3,
    getAmplifyClient: () => ({}),
  } as unknown as Clients
  return generateClientConfig({ stackName: assembly.stackName }, '1.4', clients)
}

/** A file that a `BucketDeployment` of the assembly puts into a bucket. */
async function deployedFile(
  assembly: Assembly,
  evaluated: EvaluatedAssembly,
  object: { Bucket: string; Key: string },
): Promise<string> {
  for (const { type, properties } of evaluated.resources) {
    if (type !== 'Custom::CDKBucketDeployment') continue
    if (properties['DestinationBucketName'] !== object.Bucket) continue
    for (const key of properties['SourceObjectKeys'] as string[]) {
      const dir = assembly.assetPath(key)
      const path = join(dir, object.Key)
      if (statSync(dir).isDirectory() && existsSync(path)) return readFile(path, 'utf8')
    }
  }
  throw new Error(`The assembly deploys no ${object.Key} to ${object.Bucket}.`)
}
