import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import * as z from 'zod'
import { type Deployment, resourcesOfType } from '../assembly/resource.ts'
import type { Log } from '../log.ts'
import { isMissing } from './files.ts'
import type { ObjectStore } from './object-store.ts'
import type { OpenBucket } from './operation.ts'

/** Files of one deployment that are put into a bucket. */
const maxFiles = 10_000

/** `Custom::CDKBucketDeployment`, as far as it is followed: nothing is pruned or extracted. */
const propertiesSchema = z.object({
  DestinationBucketName: z.string(),
  DestinationBucketKeyPrefix: z.string().default(''),
  SourceObjectKeys: z.array(z.string()),
  /** For each source, texts that stand for values which were not known when it was made. */
  SourceMarkers: z.array(z.record(z.string(), z.unknown())).default([]),
})

/** As the AWS CLI guesses them, for what is usual. */
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.csv': 'text/csv',
  '.html': 'text/html',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.webp': 'image/webp',
}

/**
 * Puts the files into the buckets that the template deploys with them (CDK's `BucketDeployment`); a
 * file that is there already, as it should be, is left alone.
 */
export async function seedBuckets(
  deployment: Deployment,
  opened: ReadonlyMap<string, OpenBucket>,
  { log, clock }: { log: Log; clock: () => number },
): Promise<void> {
  for (const { path, properties } of resourcesOfType(deployment, 'Custom::CDKBucketDeployment')) {
    try {
      const parsed = propertiesSchema.parse(properties)
      const objects = opened.get(parsed.DestinationBucketName)?.objects
      if (objects) await seed(parsed, objects, { assemblyDir: deployment.assemblyDir, clock })
    } catch (error) {
      const message = `${path}: its files are not in the bucket: ${String(error)}`
      log({ service: 's3', level: 'warning', message })
    }
  }
}

async function seed(
  properties: z.infer<typeof propertiesSchema>,
  objects: ObjectStore,
  { assemblyDir, clock }: { assemblyDir: string; clock: () => number },
): Promise<void> {
  const prefix = properties.DestinationBucketKeyPrefix.replace(/\/?$/, '/').replace(/^\//, '')
  for (const [at, source] of properties.SourceObjectKeys.entries()) {
    const folder = join(assemblyDir, `asset.${source.replace(/\.zip$/, '')}`)
    const markers = Object.entries(properties.SourceMarkers[at] ?? {})
    for (const name of await filesBelow(folder)) {
      const bytes = replaceMarkers(await readFile(join(folder, name)), markers)
      await putFile(objects, { key: `${prefix}${name}`, bytes, atMs: clock() })
    }
  }
}

async function putFile(
  objects: ObjectStore,
  { key, bytes, atMs }: { key: string; bytes: Buffer; atMs: number },
): Promise<void> {
  const etag = `"${createHash('md5').update(bytes).digest('hex')}"`
  if ((await objects.read(key))?.etag === etag) return
  const staged = await objects.stage()
  try {
    await staged.write(bytes)
    await staged.finish()
    await objects.commit(staged, {
      key,
      sizeBytes: bytes.length,
      etag,
      lastModifiedMs: atMs,
      headers: { 'content-type': types[extname(key).toLowerCase()] ?? 'binary/octet-stream' },
      metadata: {},
    })
  } finally {
    await staged.discard()
  }
}

function replaceMarkers(bytes: Buffer, markers: readonly [string, unknown][]): Buffer {
  if (markers.length === 0) return bytes
  return Buffer.from(
    markers.reduce(
      (text, [marker, value]) => text.replaceAll(marker, String(value)),
      bytes.toString('utf8'),
    ),
  )
}

/** Paths below the folder, with `/`. @throws Error for an asset that is no folder */
async function filesBelow(folder: string, above = ''): Promise<string[]> {
  const entries = await readdir(join(folder, above), { withFileTypes: true }).catch((error) => {
    throw isMissing(error) ? new Error(`the assembly has no folder ${folder}`) : error
  })
  const files: string[] = []
  for (const entry of entries) {
    const path = above === '' ? entry.name : `${above}/${entry.name}`
    if (entry.isDirectory()) files.push(...(await filesBelow(folder, path)))
    else files.push(path)
    if (files.length > maxFiles) throw new Error(`there are over ${maxFiles} files`)
  }
  return files
}
