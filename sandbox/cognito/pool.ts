import { type Deployment, type Resource, resourcesOfType } from '../assembly/resource.ts'
import {
  type ClientProperties,
  clientProperties,
  groupProperties,
  type PoolProperties,
  poolProperties,
  readProperties,
  standardAttributes,
} from './pool-properties.ts'

/** The second factors that the sandbox has. */
export const factors = ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] as const

/** The moments at which the sandbox asks a pool's functions. */
export const triggerNames = ['PreSignUp', 'PreTokenGeneration'] as const

export type TriggerName = (typeof triggerNames)[number]

/** A user pool, read from the assembly. */
export type UserPool = {
  /** e.g. `us-east-1_Ab12Cd34E` */
  readonly id: string
  readonly arn: string
  /** What SRP hashes: the id after the underscore. */
  readonly name: string
  /** `iss` of its tokens: AWS's address, not the sandbox's, as clients and policies name it. */
  readonly issuer: string
  /** Attributes that are user names; empty where people choose a name of their own. */
  readonly signInAttributes: readonly ('email' | 'phone_number')[]
  readonly isCaseSensitive: boolean
  /** Attributes whose address gets a code at sign-up. */
  readonly autoVerified: readonly string[]
  /** Attributes that keep their old value until the new one is verified. */
  readonly verifiedBeforeUpdate: readonly string[]
  readonly isSignUpOpen: boolean
  readonly mfa: {
    readonly mode: 'OFF' | 'OPTIONAL' | 'ON'
    /** Codes of an authenticator app. */
    readonly hasSoftwareTokens: boolean
    /** Codes by e-mail; the sandbox has no third kind of factor. */
    readonly hasEmail: boolean
  }
  readonly passwordPolicy: PasswordPolicy
  readonly schema: readonly AttributeRule[]
  readonly verification: { readonly subject: string; readonly message: string }
  /** Of the mail with a code to sign in. */
  readonly signInMail: { readonly subject: string; readonly message: string }
  readonly invitation: { readonly subject: string; readonly message: string }
  readonly groups: readonly PoolGroup[]
  readonly clients: readonly PoolClient[]
  /** ARNs of the functions that it asks. */
  readonly triggers: Readonly<Partial<Record<TriggerName, string>>>
  /** What the assembly asks of this pool and the sandbox does not do, in words. */
  readonly unsupported: readonly string[]
}

export type PasswordPolicy = {
  readonly minimumLength: number
  readonly lowercase: boolean
  readonly numbers: boolean
  readonly symbols: boolean
  readonly uppercase: boolean
}

type AttributeRule = {
  readonly name: string
  readonly isRequired: boolean
  readonly isMutable: boolean
}

type PoolGroup = {
  readonly name: string
  readonly roleArn: string | undefined
  /** The lowest wins; groups without one come last. */
  readonly precedence: number
}

export type PoolClient = {
  readonly id: string
  readonly authFlows: readonly string[]
  /** `PreventUserExistenceErrors: ENABLED`: answers do not tell whether an account exists. */
  readonly hidesUsers: boolean
  readonly accessTokenMs: number
  readonly idTokenMs: number
  readonly refreshTokenMs: number
  /** How long a sign-in may wait for its next step. */
  readonly challengeMs: number
  /** Grace period of refresh-token rotation; `undefined` when tokens do not rotate. */
  readonly rotationGraceMs: number | undefined
  /** Attributes that the client may write; `undefined` for all. */
  readonly writable: readonly string[] | undefined
}

const unitMs: Readonly<Record<string, number>> = {
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
}

/** @returns every user pool of the deployment with its clients and groups */
export function readUserPools(deployment: Deployment): readonly UserPool[] {
  return resourcesOfType(deployment, 'AWS::Cognito::UserPool').map((resource) =>
    readPool(deployment, resource),
  )
}

function readPool(deployment: Deployment, resource: Resource): UserPool {
  const id = resource.physicalId
  const properties = readProperties(resource, poolProperties)
  return {
    id,
    arn: `arn:aws:cognito-idp:${deployment.region}:${deployment.accountId}:userpool/${id}`,
    name: id.slice(id.indexOf('_') + 1),
    issuer: `https://cognito-idp.${deployment.region}.amazonaws.com/${id}`,
    signInAttributes: properties.UsernameAttributes,
    isCaseSensitive: properties.UsernameConfiguration.CaseSensitive ?? true,
    autoVerified: properties.AutoVerifiedAttributes,
    verifiedBeforeUpdate:
      properties.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [],
    mfa: {
      mode: properties.MfaConfiguration,
      hasSoftwareTokens: properties.EnabledMfas.includes('SOFTWARE_TOKEN_MFA'),
      hasEmail: properties.EnabledMfas.includes('EMAIL_OTP'),
    },
    isSignUpOpen: properties.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true,
    passwordPolicy: readPasswordPolicy(properties),
    schema: properties.Schema.map((rule) => ({
      name: standardAttributes.has(rule.Name) ? rule.Name : `custom:${rule.Name}`,
      isRequired: rule.Required,
      isMutable: rule.Mutable,
    })),
    ...readMessages(properties),
    signInMail: {
      subject: properties.EmailAuthenticationSubject ?? 'Your authentication code',
      message: properties.EmailAuthenticationMessage ?? 'Your authentication code is {####}',
    },
    groups: readGroups(deployment, id),
    clients: readClients(deployment, id),
    triggers: readTriggers(properties),
    unsupported: unsupportedBy(deployment, id, properties),
  }
}

function readTriggers({ LambdaConfig }: PoolProperties): UserPool['triggers'] {
  return Object.fromEntries(
    triggerNames.flatMap((name) => {
      const arn = LambdaConfig[name]
      return typeof arn === 'string' ? [[name, arn]] : []
    }),
  )
}

/** Where the assembly is silent, Cognito's own words. */
function readMessages(properties: PoolProperties): Pick<UserPool, 'verification' | 'invitation'> {
  const template = properties.VerificationMessageTemplate
  const invitation = properties.AdminCreateUserConfig?.InviteMessageTemplate
  const subject = template?.EmailSubject ?? properties.EmailVerificationSubject
  const message = template?.EmailMessage ?? properties.EmailVerificationMessage
  return {
    verification: {
      subject: subject ?? 'Your verification code',
      message: message ?? 'Your confirmation code is {####}',
    },
    invitation: {
      subject: invitation?.EmailSubject ?? 'Your temporary password',
      message:
        invitation?.EmailMessage ?? 'Your username is {username} and temporary password is {####}.',
    },
  }
}

function readPasswordPolicy(properties: PoolProperties): PasswordPolicy {
  // A pool without a policy gets the strict one, as CreateUserPool does.
  const policy = properties.Policies?.PasswordPolicy
  return {
    minimumLength: policy?.MinimumLength ?? 8,
    lowercase: policy?.RequireLowercase ?? true,
    numbers: policy?.RequireNumbers ?? true,
    symbols: policy?.RequireSymbols ?? true,
    uppercase: policy?.RequireUppercase ?? true,
  }
}

function readGroups(deployment: Deployment, poolId: string): readonly PoolGroup[] {
  return resourcesOfType(deployment, 'AWS::Cognito::UserPoolGroup')
    .map((resource) => readProperties(resource, groupProperties))
    .filter((group) => group.UserPoolId === poolId)
    .map((group) => ({
      name: group.GroupName,
      roleArn: group.RoleArn,
      precedence: group.Precedence ?? Number.POSITIVE_INFINITY,
    }))
}

function readClients(deployment: Deployment, poolId: string): readonly PoolClient[] {
  return resourcesOfType(deployment, 'AWS::Cognito::UserPoolClient')
    .map((resource) => ({
      id: resource.physicalId,
      client: readProperties(resource, clientProperties),
    }))
    .filter(({ client }) => client.UserPoolId === poolId)
    .map(({ id, client }) => readClient(id, client))
}

function readClient(id: string, client: ClientProperties): PoolClient {
  const units = client.TokenValidityUnits
  const rotation = client.RefreshTokenRotation
  return {
    id,
    authFlows: client.ExplicitAuthFlows,
    hidesUsers: client.PreventUserExistenceErrors === 'ENABLED',
    // Defaults and their units: API_CreateUserPoolClient.
    accessTokenMs: durationMs(
      client.AccessTokenValidity ?? 0,
      units.AccessToken ?? 'hours',
      3_600_000,
    ),
    idTokenMs: durationMs(client.IdTokenValidity ?? 0, units.IdToken ?? 'hours', 3_600_000),
    refreshTokenMs: durationMs(
      client.RefreshTokenValidity ?? 0,
      units.RefreshToken ?? 'days',
      30 * 86_400_000,
    ),
    challengeMs: client.AuthSessionValidity * 60_000,
    rotationGraceMs:
      rotation?.Feature === 'ENABLED' ? rotation.RetryGracePeriodSeconds * 1_000 : undefined,
    writable: client.WriteAttributes,
  }
}

function durationMs(amount: number, unit: string, defaultMs: number): number {
  return amount === 0 ? defaultMs : amount * (unitMs[unit] ?? Number.NaN)
}

function otherFactors({ EnabledMfas }: PoolProperties): readonly string[] {
  return EnabledMfas.filter((each) => !factors.some((factor) => factor === each)).map(
    (each) => `multi-factor sign-in by ${each}`,
  )
}

function unsupportedBy(
  deployment: Deployment,
  poolId: string,
  properties: PoolProperties,
): readonly string[] {
  const hasSecret = resourcesOfType(deployment, 'AWS::Cognito::UserPoolClient')
    .map((resource) => readProperties(resource, clientProperties))
    .some((client) => client.UserPoolId === poolId && client.GenerateSecret)
  return [
    ...Object.keys(properties.LambdaConfig)
      .filter((trigger) => !triggerNames.some((known) => known === trigger))
      .map((trigger) => `the ${trigger} trigger`),
    ...(properties.MfaConfiguration === 'OFF' ? [] : otherFactors(properties)),
    ...(properties.AliasAttributes.length === 0 ? [] : ['alias attributes']),
    ...(hasSecret ? ['client secrets'] : []),
  ]
}
