import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import * as z from 'zod'
import { type Deployment, type Resource, resourcesOfType } from '../assembly/resource.ts'
import type { AuthMode } from './identity.ts'

/** What runs before and after a data source: a pair of VTL templates, or JavaScript. */
export type Mapping = {
  readonly request: string | undefined
  readonly response: string | undefined
  /** Source of an `APPSYNC_JS` module. */
  readonly code: string | undefined
}

export type DataSource = {
  readonly name: string
  readonly type: string
  readonly serviceRoleArn: string | undefined
  readonly tableName: string | undefined
  readonly functionArn: string | undefined
}

/** A function of a pipeline; a unit resolver is one such step of its own. */
export type Step = { readonly mapping: Mapping; readonly dataSource: DataSource }

export type Resolver =
  | { readonly kind: 'unit'; readonly step: Step }
  | { readonly kind: 'pipeline'; readonly mapping: Mapping; readonly steps: readonly Step[] }

export type ApiDefinition = {
  readonly apiId: string
  readonly name: string
  readonly arn: string
  readonly sdl: string
  readonly defaultMode: AuthMode
  readonly modes: ReadonlyMap<AuthMode, ModeSettings>
  readonly apiKeys: readonly ApiKey[]
  /** `$ctx.env` */
  readonly environment: Readonly<Record<string, string>>
  /** Levels that a query may nest; `undefined` for any. */
  readonly queryDepth: number | undefined
  /** Resolvers that one request may run; `undefined` for AppSync's quota. */
  readonly resolverCount: number | undefined
  readonly hasIntrospection: boolean
  /** By `Type.field`. */
  readonly resolvers: ReadonlyMap<string, Resolver>
}

export type ModeSettings = {
  readonly userPoolId: string | undefined
  readonly clientPattern: string | undefined
  /** A user pool that allows nothing that no directive allows. */
  readonly denyByDefault: boolean
}

export type ApiKey = { readonly key: string; readonly expiresAtMs: number | undefined }

const poolSchema = z.object({
  UserPoolId: z.string(),
  AppIdClientRegex: z.string().optional(),
  DefaultAction: z.string().optional(),
})
const providerSchema = z.object({
  AuthenticationType: z.string(),
  UserPoolConfig: poolSchema.optional(),
})
const apiSchema = providerSchema.extend({
  Name: z.string(),
  AdditionalAuthenticationProviders: z.array(providerSchema).optional(),
  EnvironmentVariables: z.record(z.string(), z.string()).default({}),
  QueryDepthLimit: z.coerce.number().default(0),
  ResolverCountLimit: z.coerce.number().default(0),
  IntrospectionConfig: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
})
const mappingSchema = z.object({
  RequestMappingTemplate: z.string().optional(),
  RequestMappingTemplateS3Location: z.string().optional(),
  ResponseMappingTemplate: z.string().optional(),
  ResponseMappingTemplateS3Location: z.string().optional(),
  Code: z.string().optional(),
  CodeS3Location: z.string().optional(),
})
const stepSchema = mappingSchema.extend({ DataSourceName: z.string() })
const resolverSchema = mappingSchema.extend({
  TypeName: z.string(),
  FieldName: z.string(),
  DataSourceName: z.string().optional(),
  PipelineConfig: z.object({ Functions: z.array(z.string()) }).optional(),
})
const dataSourceSchema = z.object({
  Name: z.string(),
  Type: z.string(),
  ServiceRoleArn: z.string().optional(),
  DynamoDBConfig: z.object({ TableName: z.string() }).optional(),
  LambdaConfig: z.object({ LambdaFunctionArn: z.string() }).optional(),
})

/**
 * Reads the AppSync APIs of a deployment, with their schemas and templates.
 * @throws Error when a resource is incomplete or names an asset, data source or function that is missing
 */
export function readApis(deployment: Deployment): readonly ApiDefinition[] {
  return resourcesOfType(deployment, 'AWS::AppSync::GraphQLApi').map((resource) =>
    readApi(deployment, resource),
  )
}

function readApi(deployment: Deployment, resource: Resource): ApiDefinition {
  const apiId = String(resource.attributes['ApiId'])
  const properties = apiSchema.parse(resource.properties)
  const owned = (type: string): readonly Resource[] =>
    resourcesOfType(deployment, type).filter((each) => each.properties['ApiId'] === apiId)
  const providers = [properties, ...(properties.AdditionalAuthenticationProviders ?? [])]
  const modes = new Map<AuthMode, ModeSettings>()
  for (const provider of providers)
    modes.set(readMode(provider.AuthenticationType), settingsOf(provider))
  return {
    apiId,
    name: properties.Name,
    arn: `arn:aws:appsync:${deployment.region}:${deployment.accountId}:apis/${apiId}`,
    sdl: readSchema(deployment, owned('AWS::AppSync::GraphQLSchema')),
    defaultMode: readMode(properties.AuthenticationType),
    modes,
    apiKeys: owned('AWS::AppSync::ApiKey').map(readApiKey),
    environment: properties.EnvironmentVariables,
    queryDepth: properties.QueryDepthLimit || undefined,
    resolverCount: properties.ResolverCountLimit || undefined,
    hasIntrospection: properties.IntrospectionConfig === 'ENABLED',
    resolvers: readResolvers(deployment, owned),
  }
}

function readMode(type: string): AuthMode {
  if (type === 'API_KEY' || type === 'AWS_IAM' || type === 'AMAZON_COGNITO_USER_POOLS') return type
  throw new Error(`The sandbox does not support AppSync's authentication type ${type}`)
}

function settingsOf(provider: z.infer<typeof providerSchema>): ModeSettings {
  return {
    userPoolId: provider.UserPoolConfig?.UserPoolId,
    clientPattern: provider.UserPoolConfig?.AppIdClientRegex,
    denyByDefault: provider.UserPoolConfig?.DefaultAction === 'DENY',
  }
}

function readSchema(deployment: Deployment, schemas: readonly Resource[]): string {
  const { Definition, DefinitionS3Location } = schemas[0]?.properties ?? {}
  const sdl = readSource(deployment, Definition, DefinitionS3Location)
  if (sdl === undefined) throw new Error('The AppSync API has no schema')
  return sdl
}

function readApiKey(resource: Resource): ApiKey {
  const expires = Number(resource.properties['Expires'])
  return {
    key: idOf(resource, 'ApiKey'),
    expiresAtMs: Number.isFinite(expires) ? expires * 1000 : undefined,
  }
}

function readResolvers(
  deployment: Deployment,
  owned: (type: string) => readonly Resource[],
): ReadonlyMap<string, Resolver> {
  const sources = new Map(
    owned('AWS::AppSync::DataSource').map((each) => {
      const source = readDataSource(each)
      return [source.name, source]
    }),
  )
  const stepOf = (properties: unknown): Step => {
    const { DataSourceName, ...mapping } = stepSchema.parse(properties)
    const dataSource = sources.get(DataSourceName)
    if (!dataSource) throw new Error(`AppSync has no data source '${DataSourceName}'`)
    return { mapping: readMapping(deployment, mapping), dataSource }
  }
  const steps = new Map(
    owned('AWS::AppSync::FunctionConfiguration').map((each) => [
      idOf(each, 'FunctionId'),
      stepOf(each.properties),
    ]),
  )
  return new Map<string, Resolver>(
    owned('AWS::AppSync::Resolver').map((each) => {
      const properties = resolverSchema.parse(each.properties)
      const name = `${properties.TypeName}.${properties.FieldName}`
      if (!properties.PipelineConfig) {
        return [name, { kind: 'unit', step: stepOf(each.properties) }] as const
      }
      const pipeline = properties.PipelineConfig.Functions.map((id) => {
        const step = steps.get(id)
        if (!step) throw new Error(`The resolver ${name} names a missing function ${id}`)
        return step
      })
      const mapping = readMapping(deployment, properties)
      return [name, { kind: 'pipeline', mapping, steps: pipeline }] as const
    }),
  )
}

function readDataSource(resource: Resource): DataSource {
  const properties = dataSourceSchema.parse(resource.properties)
  return {
    name: properties.Name,
    type: properties.Type,
    serviceRoleArn: properties.ServiceRoleArn,
    tableName: properties.DynamoDBConfig?.TableName,
    functionArn: properties.LambdaConfig?.LambdaFunctionArn,
  }
}

function readMapping(deployment: Deployment, properties: z.infer<typeof mappingSchema>): Mapping {
  return {
    request: readSource(
      deployment,
      properties.RequestMappingTemplate,
      properties.RequestMappingTemplateS3Location,
    ),
    response: readSource(
      deployment,
      properties.ResponseMappingTemplate,
      properties.ResponseMappingTemplateS3Location,
    ),
    code: readSource(deployment, properties.Code, properties.CodeS3Location),
  }
}

function idOf(resource: Resource, attribute: string): string {
  const id = resource.attributes[attribute]
  return typeof id === 'string' ? id : resource.physicalId
}

/** Inline text, or the asset that an `s3://` location of CDK's asset bucket names. */
function readSource(
  deployment: Deployment,
  inline: unknown,
  location: unknown,
): string | undefined {
  if (typeof inline === 'string') return inline
  if (typeof location !== 'string') return undefined
  const name = basename(location)
  const found = [`asset.${name}`, name]
    .map((file) => join(deployment.assemblyDir, file))
    .find((file) => existsSync(file))
  if (found === undefined) throw new Error(`The assembly has no asset for ${location}`)
  return readFileSync(found, 'utf8')
}
