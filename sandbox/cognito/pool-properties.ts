// The properties of user pool resources as templates carry them: numbers and booleans may be text.
import * as z from 'zod'
import type { Resource } from '../assembly/resource.ts'

const number = z.coerce.number()
const flag = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.boolean(),
)
const message = z.object({
  EmailMessage: z.string().optional(),
  EmailSubject: z.string().optional(),
})

export const poolProperties = z.object({
  UsernameAttributes: z.array(z.enum(['email', 'phone_number'])).default([]),
  AliasAttributes: z.array(z.string()).default([]),
  UsernameConfiguration: z.object({ CaseSensitive: flag.optional() }).default({}),
  AutoVerifiedAttributes: z.array(z.string()).default([]),
  UserAttributeUpdateSettings: z
    .object({ AttributesRequireVerificationBeforeUpdate: z.array(z.string()).default([]) })
    .optional(),
  AdminCreateUserConfig: z
    .object({
      AllowAdminCreateUserOnly: flag.default(false),
      InviteMessageTemplate: message.optional(),
    })
    .optional(),
  Policies: z
    .object({
      PasswordPolicy: z
        .object({
          MinimumLength: number.default(8),
          RequireLowercase: flag.default(false),
          RequireNumbers: flag.default(false),
          RequireSymbols: flag.default(false),
          RequireUppercase: flag.default(false),
        })
        .optional(),
    })
    .optional(),
  Schema: z
    .array(
      z.object({
        Name: z.string(),
        Required: flag.default(false),
        Mutable: flag.default(true),
        AttributeDataType: z.string().optional(),
      }),
    )
    .default([]),
  VerificationMessageTemplate: message.optional(),
  EmailVerificationMessage: z.string().optional(),
  EmailVerificationSubject: z.string().optional(),
  EmailAuthenticationMessage: z.string().optional(),
  EmailAuthenticationSubject: z.string().optional(),
  LambdaConfig: z.record(z.string(), z.unknown()).default({}),
  MfaConfiguration: z.enum(['OFF', 'OPTIONAL', 'ON']).default('OFF'),
  EnabledMfas: z.array(z.string()).default([]),
})

export const groupProperties = z.object({
  UserPoolId: z.string(),
  GroupName: z.string(),
  RoleArn: z.string().optional(),
  Precedence: number.optional(),
})

export const clientProperties = z.object({
  UserPoolId: z.string(),
  ExplicitAuthFlows: z
    .array(z.string())
    .default(['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH']),
  PreventUserExistenceErrors: z.string().default('LEGACY'),
  AccessTokenValidity: number.optional(),
  IdTokenValidity: number.optional(),
  RefreshTokenValidity: number.optional(),
  TokenValidityUnits: z
    .object({
      AccessToken: z.string().optional(),
      IdToken: z.string().optional(),
      RefreshToken: z.string().optional(),
    })
    .default({}),
  AuthSessionValidity: number.default(3),
  RefreshTokenRotation: z
    .object({ Feature: z.string(), RetryGracePeriodSeconds: number.default(0) })
    .optional(),
  WriteAttributes: z.array(z.string()).optional(),
  GenerateSecret: flag.default(false),
})

export type PoolProperties = z.infer<typeof poolProperties>
export type ClientProperties = z.infer<typeof clientProperties>

/** Parses the properties of one resource. @throws Error that names the resource */
export function readProperties<T>(resource: Resource, schema: z.ZodType<T>): T {
  const result = schema.safeParse(resource.properties)
  if (result.success) return result.data
  throw new Error(`${resource.path} (${resource.type}): ${z.prettifyError(result.error)}`)
}

/** The OpenID attributes that every pool has; all others are `custom:…`. */
export const standardAttributes: ReadonlySet<string> = new Set([
  'address',
  'birthdate',
  'email',
  'email_verified',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'phone_number_verified',
  'picture',
  'preferred_username',
  'profile',
  'sub',
  'updated_at',
  'website',
  'zoneinfo',
])
