import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const templateSchema = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.unknown().optional() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Mappings: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Condition: z.string().optional(),
      Properties: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })).default({}),
  Metadata: z.record(z.string(), z.unknown()).default({}),
  Description: z.string().optional(),
})

/** A CloudFormation template, as far as the sandbox reads it. */
export type Template = z.infer<typeof templateSchema>

const cloudManifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z.object({ templateFile: z.string().optional() }).loose().optional(),
    }),
  ),
})

const assetManifestSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
})

/** A synthesised cloud assembly on disk. */
export interface Assembly {
  readonly dir: string
  readonly stackName: string
  readonly root: Template
  /** The file or folder that an asset's S3 key stands for, as an absolute path. */
  assetPath(objectKey: string): string
  nested(templateUrl: string): Template
}

/**
 * Opens a cloud assembly that CDK wrote.
 * @throws Error when it has no stack, or more than one root stack
 */
export function openAssembly(dir: string): Assembly {
  const { artifacts } = cloudManifestSchema.parse(readJson(join(dir, 'manifest.json')))
  const stacks = Object.entries(artifacts).filter(
    ([, each]) => each.type === 'aws:cloudformation:stack',
  )
  const [stackName, stack] = stacks[0] ?? []
  if (!stackName || !stack?.properties?.templateFile || stacks.length > 1) {
    throw new Error(`Expected one root stack in ${dir}, found ${stacks.length}.`)
  }
  const { files } = assetManifestSchema.parse(readJson(join(dir, `${stackName}.assets.json`)))
  const paths = new Map<string, string>(
    Object.values(files).flatMap(({ source, destinations }) =>
      Object.values(destinations).map(
        ({ objectKey }) => [objectKey, join(dir, source.path)] as const,
      ),
    ),
  )
  const assetPath = (objectKey: string) => {
    const path = paths.get(objectKey)
    if (path === undefined) throw new Error(`The assembly has no asset ${objectKey}.`)
    return path
  }
  return {
    dir,
    stackName,
    root: templateSchema.parse(readJson(join(dir, stack.properties.templateFile))),
    assetPath,
    nested: (url) => templateSchema.parse(readJson(assetPath(url.slice(url.lastIndexOf('/') + 1)))),
  }
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}
