import * as z from 'zod'
import { readEndpoints } from '#domain/model/endpoints.ts'
import { type Settings, settingFields } from './settings.ts'

const settingsSchema = z
  .object(settingFields)
  .refine((it) => it.modelSeconds * 2 < it.runSeconds, 'runSeconds must exceed 2 × modelSeconds')
  .refine((it) => it.runSeconds < it.visibilitySeconds, 'visibilitySeconds must exceed runSeconds')
  .refine((it) => it.visibilitySeconds < it.leaseSeconds, 'leaseSeconds must exceed visibility')
  .refine((it) => it.leaseSeconds < it.lifetimeSeconds, 'lifetimeSeconds must exceed leaseSeconds')
  .refine(
    ({ imageEndpoints, endpointsOnLoopback }) =>
      endpointsOnLoopback ||
      readEndpoints(imageEndpoints).every(({ url }) => url.startsWith('https:')),
    'imageEndpoints must be https',
  )
  .refine(
    ({ guardrailIdentifier: guardrail, imageEndpoints }) =>
      guardrail === '' || readEndpoints(imageEndpoints).length === 0,
    'a guardrail checks calls of Bedrock alone: imageEndpoints must be empty with one',
  )

export type Deployment = Settings & {
  /** Whether this is a branch, whose data outlives its stacks; a developer's sandbox keeps none. */
  readonly keepsData: boolean
  /** App and branch, or project and developer: what metrics are told apart by in one account. */
  readonly name: string
}

/** The part of a construct's node that is read here. */
type Context = { tryGetContext(key: string): unknown }

/**
 * Reads the deployment's configuration during synthesis. Each setting comes from the CDK context
 * (`repaint:leaseSeconds`) or, since `ampx` passes no context of ours, from the environment of the
 * synthesis (`REPAINT_LEASE_SECONDS`); the context wins.
 * @throws ZodError naming the setting that is out of range or out of order
 */
export function readDeployment(
  context: Context,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Deployment {
  const given = Object.keys(settingFields).map((name) => [
    name,
    context.tryGetContext(`repaint:${name}`) ?? environment[environmentName(name)],
  ])
  const settings = settingsSchema.parse(Object.fromEntries(given))
  const namespace = String(context.tryGetContext('amplify-backend-namespace'))
  const branch = String(context.tryGetContext('amplify-backend-name'))
  const keepsData = context.tryGetContext('amplify-backend-type') === 'branch'
  const own = settings.allowedOrigins
  const local = own.length === 0 ? ['http://localhost:5173', 'http://127.0.0.1:5173'] : own
  return {
    ...settings,
    keepsData,
    name: `${namespace}/${branch}`,
    allowedOrigins: keepsData ? [...own, hostingOrigin(namespace, branch)] : local,
  }
}

/** @returns e.g. `REPAINT_LEASE_SECONDS` for `leaseSeconds` */
export function environmentName(setting: string): string {
  return `REPAINT_${setting.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
}

/**
 * Amplify Hosting serves branch `Feature/x_1` of app `id` at `https://feature-x-1.id.amplifyapp.com`.
 * Browsers send an origin in lower case, and what no host name may hold becomes a dash.
 */
export function hostingOrigin(appId: string, branch: string): string {
  return `https://${branch.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-')}.${appId}.amplifyapp.com`
}
