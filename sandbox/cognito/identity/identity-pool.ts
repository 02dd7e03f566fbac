import * as z from 'zod'
import { type Deployment, resourcesOfType } from '../../assembly/resource.ts'
import { readProperties } from '../pool-properties.ts'

/** An identity pool, read from the assembly. */
export type IdentityPool = {
  /** e.g. `us-east-1:6f1c…` */
  readonly id: string
  readonly allowsGuests: boolean
  readonly providers: readonly {
    readonly name: string
    readonly clientId: string
    /** Whether the user pool is asked if the user is still there and signed in. */
    readonly checksTokens: boolean
  }[]
  readonly authenticatedRole: string | undefined
  readonly guestRole: string | undefined
  readonly roleMappings: readonly RoleMapping[]
  readonly tagMappings: readonly TagMapping[]
}

export type RoleMapping = {
  /** `{provider name}:{client id}` */
  readonly provider: string
  readonly kind: 'Token' | 'Rules'
  /** What happens when the token or the rules name no role. */
  readonly otherwise: 'AuthenticatedRole' | 'Deny'
  readonly rules: readonly RoleRule[]
}

export type RoleRule = z.infer<typeof ruleSchema>

type TagMapping = {
  readonly provider: string
  /** Session tag → claim of the ID token. */
  readonly tags: Readonly<Record<string, string>>
}

const flag = z.union([z.boolean(), z.stringbool()])

const poolSchema = z.object({
  AllowUnauthenticatedIdentities: flag.default(false),
  CognitoIdentityProviders: z
    .array(
      z.object({
        ClientId: z.string(),
        ProviderName: z.string(),
        ServerSideTokenCheck: flag.default(false),
      }),
    )
    .default([]),
})

const ruleSchema = z.object({
  Claim: z.string(),
  MatchType: z.enum(['Equals', 'Contains', 'StartsWith', 'NotEqual']),
  Value: z.string(),
  RoleARN: z.string(),
})

const attachmentSchema = z.object({
  IdentityPoolId: z.string(),
  Roles: z
    .object({ authenticated: z.string().optional(), unauthenticated: z.string().optional() })
    .default({}),
  RoleMappings: z
    .record(
      z.string(),
      z.object({
        IdentityProvider: z.string().optional(),
        Type: z.enum(['Token', 'Rules']),
        AmbiguousRoleResolution: z.enum(['AuthenticatedRole', 'Deny']).default('Deny'),
        RulesConfiguration: z.object({ Rules: z.array(ruleSchema) }).optional(),
      }),
    )
    .default({}),
})

const tagSchema = z.object({
  IdentityPoolId: z.string(),
  IdentityProviderName: z.string(),
  UseDefaults: flag.default(false),
  PrincipalTags: z.record(z.string(), z.string()).default({}),
})

/** AWS's mapping for `UseDefaults` (identity pools, attributes for access control). */
const defaultTags = { username: 'sub', client: 'aud' }

/** @returns every identity pool of the deployment with its roles and tag mappings */
export function readIdentityPools(deployment: Deployment): readonly IdentityPool[] {
  return resourcesOfType(deployment, 'AWS::Cognito::IdentityPool').map((resource) => {
    const id = resource.physicalId
    const pool = readProperties(resource, poolSchema)
    const attachments = read(deployment, 'IdentityPoolRoleAttachment', attachmentSchema)
    const attachment = attachments.find(({ IdentityPoolId }) => IdentityPoolId === id)
    return {
      id,
      allowsGuests: pool.AllowUnauthenticatedIdentities,
      providers: pool.CognitoIdentityProviders.map((provider) => ({
        name: provider.ProviderName,
        clientId: provider.ClientId,
        checksTokens: provider.ServerSideTokenCheck,
      })),
      authenticatedRole: attachment?.Roles.authenticated,
      guestRole: attachment?.Roles.unauthenticated,
      roleMappings: Object.entries(attachment?.RoleMappings ?? {}).map(([key, mapping]) => ({
        provider: mapping.IdentityProvider ?? key,
        kind: mapping.Type,
        otherwise: mapping.AmbiguousRoleResolution,
        rules: mapping.RulesConfiguration?.Rules ?? [],
      })),
      tagMappings: read(deployment, 'IdentityPoolPrincipalTag', tagSchema)
        .filter(({ IdentityPoolId }) => IdentityPoolId === id)
        .map((tag) => ({
          provider: tag.IdentityProviderName,
          tags: tag.UseDefaults ? defaultTags : tag.PrincipalTags,
        })),
    }
  })
}

function read<T>(deployment: Deployment, type: string, schema: z.ZodType<T>): readonly T[] {
  const resources = resourcesOfType(deployment, `AWS::Cognito::${type}`)
  return resources.map((resource) => readProperties(resource, schema))
}
