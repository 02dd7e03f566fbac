// Test harness: one user pool and one identity pool, as Amplify synthesises them, behind the gateway.
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Amplify } from 'aws-amplify'
import type { Deployment, Resource } from '../assembly/resource.ts'
import { openGateway } from '../gateway/server.ts'
import { createAuthorizer } from '../iam/authorizer.ts'
import { type CredentialStore, createCredentialStore } from '../iam/credentials.ts'
import { readRoles } from '../iam/roles.ts'
import type { InvocationResult } from '../lambda/invoker.ts'
import type { LogEvent } from '../log.ts'
import { createOutbox, type Outbox } from '../mail/outbox.ts'
import { readStateFile, writeStateFile } from '../state/state-file.ts'
import { createIdentityPools } from './identity/service.ts'
import { readUserPools, type UserPool } from './pool.ts'
import { createUserPools, type UserPools } from './service.ts'

export const region = 'us-east-1'
const accountId = '000000000000'
export const poolId = 'us-east-1_Ab12Cd34E'
export const clientId = '1example23456789abcdefghij'
export const identityPoolId = 'us-east-1:6f1c2d3e-0000-4000-8000-000000000001'
export const provider = `cognito-idp.${region}.amazonaws.com/${poolId}`
export const userRoleArn = `arn:aws:iam::${accountId}:role/signed-in`
export const functionRoleArn = `arn:aws:iam::${accountId}:role/delete-account`
const poolArn = `arn:aws:cognito-idp:${region}:${accountId}:userpool/${poolId}`

type Properties = Readonly<Record<string, unknown>>

export type LocalCognito = {
  readonly endpoint: string
  readonly stateDir: string
  readonly userPools: UserPools
  readonly credentials: CredentialStore
  readonly mails: Outbox
  readonly logged: readonly LogEvent[]
  /** The newest code mailed to that address. */
  codeFor(to: string): string
  /** Moves the services' clock on. */
  advance(ms: number): void
  close(): Promise<void>
}

/** Making an RSA key takes most of a start: the installations of one test file share theirs. */
let keyFile: string | undefined

/** Starts the services on a free port; `changes` replaces properties of the synthesised resources. */
export async function startLocalCognito(
  changes: {
    stateDir?: string
    pool?: Properties
    client?: Properties
    identityPool?: Properties
    attachment?: Properties
    trustActions?: readonly string[]
    /** Answers the pool's triggers, by the function's ARN. */
    answer?: (functionArn: string, event: unknown) => InvocationResult
    mayCall?: boolean
  } = {},
): Promise<LocalCognito> {
  const stateDir = changes.stateDir ?? (await mkdtemp(join(tmpdir(), 'cognito-')))
  const keyPath = join(stateDir, 'cognito', 'signing-key.json')
  if (keyFile !== undefined) await writeStateFile(keyPath, keyFile)
  const logged: LogEvent[] = []
  const log = (event: LogEvent): void => void logged.push(event)
  const gateway = await openGateway({ port: 0, origins: [], log })
  const deployment: Deployment = {
    region,
    accountId,
    endpoint: gateway.endpoint,
    resources: resourcesWith(changes),
    assemblyDir: stateDir,
    stateDir,
  }
  let offsetMs = 0
  const clock = (): number => Date.now() + offsetMs
  const roles = readRoles(deployment)
  const credentials = createCredentialStore({ key: Buffer.alloc(32, 7), accountId, roles })
  const mails = createOutbox({ deployment, log, clock })
  const authorizer = createAuthorizer({ region, log })
  const { answer = neverAsked, mayCall = true } = changes
  const triggers = {
    region,
    functions: { invoke: async (arn: string, event: unknown) => answer(arn, event) },
    mayCall: () => mayCall,
  }
  const edges = { deployment, authorizer, mail: mails, triggers, log, clock }
  const userPools = await createUserPools(edges)
  keyFile ??= await readStateFile(keyPath)
  const { tokens } = userPools
  const identityPools = createIdentityPools({ deployment, credentials, authorizer, tokens, log })
  gateway.serve({
    services: { 'cognito-idp': userPools, 'cognito-identity': identityPools },
    credentials,
    pages: async () => ({ status: 404 }),
  })
  return {
    endpoint: gateway.endpoint,
    stateDir,
    userPools,
    credentials,
    mails,
    logged,
    codeFor: (to) => mails.list().find((mail) => mail.to === to)?.code ?? '',
    advance(ms) {
      offsetMs += ms
    },
    async close() {
      await gateway.close()
      await userPools.close?.()
    },
  }
}

function neverAsked(functionArn: string): never {
  throw new Error(`Nobody answers for ${functionArn}`)
}

/** The pool without any service around it. */
export function readTestPool(): UserPool {
  const place = { region, accountId, endpoint: '', assemblyDir: '', stateDir: '' }
  const [pool] = readUserPools({ ...place, resources: resourcesWith({}) })
  if (!pool) throw new Error('no pool')
  return pool
}

/** Points the published aws-amplify client at the services. */
export function configureAmplify(endpoint: string): void {
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: poolId,
        userPoolClientId: clientId,
        identityPoolId,
        userPoolEndpoint: endpoint,
        identityPoolEndpoint: endpoint,
        loginWith: { email: true },
        signUpVerificationMethod: 'code',
      },
    },
  })
}

/** Sends one operation as any HTTP client could. */
export async function call(
  endpoint: string,
  operation: string,
  input: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const service = ['GetId', 'GetCredentialsForIdentity'].includes(operation)
    ? 'AWSCognitoIdentityService'
    : 'AWSCognitoIdentityProviderService'
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `${service}.${operation}`,
    },
    body: JSON.stringify(input),
  })
  const body: unknown = await response.json()
  return { status: response.status, body: { ...(body as object) } }
}

function resourcesWith(changes: NonNullable<Parameters<typeof startLocalCognito>[0]>): Resource[] {
  const make = (type: string, physicalId: string, properties: Properties): Resource => ({
    path: `auth/${physicalId}`,
    type,
    physicalId,
    attributes: type === 'AWS::IAM::Role' ? { Arn: roleArn(physicalId) } : {},
    properties,
  })
  return [
    make('AWS::Cognito::UserPool', poolId, { ...userPool, ...changes.pool }),
    make('AWS::Cognito::UserPoolClient', clientId, { ...userPoolClient, ...changes.client }),
    make('AWS::Cognito::UserPoolGroup', 'editors', { UserPoolId: poolId, GroupName: 'editors' }),
    make('AWS::Cognito::IdentityPool', identityPoolId, {
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: [{ ClientId: clientId, ProviderName: provider }],
      ...changes.identityPool,
    }),
    make('AWS::Cognito::IdentityPoolRoleAttachment', 'attachment', {
      IdentityPoolId: identityPoolId,
      Roles: { authenticated: userRoleArn, unauthenticated: roleArn('guest') },
      RoleMappings: {
        UserPoolWebClientRoleMapping: {
          AmbiguousRoleResolution: 'AuthenticatedRole',
          IdentityProvider: `${provider}:${clientId}`,
          Type: 'Token',
        },
      },
      ...changes.attachment,
    }),
    make('AWS::Cognito::IdentityPoolPrincipalTag', 'tags', {
      IdentityPoolId: identityPoolId,
      IdentityProviderName: provider,
      UseDefaults: false,
      PrincipalTags: { sub: 'sub' },
    }),
    make('AWS::IAM::Role', 'signed-in', {
      AssumeRolePolicyDocument: trust('authenticated', [
        ...(changes.trustActions ?? ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession']),
      ]),
    }),
    make('AWS::IAM::Role', 'guest', {
      AssumeRolePolicyDocument: trust('unauthenticated', ['sts:AssumeRoleWithWebIdentity']),
    }),
    make('AWS::IAM::Role', 'delete-account', {
      AssumeRolePolicyDocument: { Statement: [] },
      Policies: [
        {
          PolicyDocument: {
            Statement: {
              Effect: 'Allow',
              Action: 'cognito-idp:AdminDeleteUser',
              Resource: poolArn,
            },
          },
        },
      ],
    }),
  ]
}

function roleArn(name: string): string {
  return `arn:aws:iam::${accountId}:role/${name}`
}

function trust(amr: string, actions: readonly string[]): object {
  return {
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: 'cognito-identity.amazonaws.com' },
        Action: actions,
        Condition: {
          StringEquals: { 'cognito-identity.amazonaws.com:aud': identityPoolId },
          'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': amr },
        },
      },
    ],
  }
}

const userPool = {
  AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
  AutoVerifiedAttributes: ['email'],
  Policies: {
    PasswordPolicy: {
      MinimumLength: 8,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      RequireUppercase: true,
    },
  },
  Schema: [{ Mutable: true, Name: 'email', Required: true }],
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
  UsernameAttributes: ['email'],
  UsernameConfiguration: { CaseSensitive: false },
  VerificationMessageTemplate: {
    DefaultEmailOption: 'CONFIRM_WITH_CODE',
    EmailMessage: 'The verification code to your new account is {####}',
    EmailSubject: 'Verify your new account',
  },
}

const userPoolClient = {
  UserPoolId: poolId,
  ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  PreventUserExistenceErrors: 'ENABLED',
}
