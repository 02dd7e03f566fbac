import * as z from 'zod'
import { type Settings, settingFields } from './settings.ts'

const settingsSchema = z
  .object(settingFields)
  .refine((it) => it.modelSeconds * 2 < it.runSeconds, 'runSeconds must exceed 2 × modelSeconds')
  .refine((it) => it.runSeconds < it.visibilitySeconds, 'visibilitySeconds must exceed runSeconds')
  .refine((it) => it.visibilitySeconds < it.leaseSeconds, 'leaseSeconds must exceed visibility')
  .refine((it) => it.leaseSeconds < it.lifetimeSeconds, 'lifetimeSeconds must exceed leaseSeconds')

export type Deployment = Settings & {
  /** Whether this is a branch, whose data outlives its stacks; a developer's sandbox keeps none. */
  readonly keepsData: boolean
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
  const keepsData = context.tryGetContext('amplify-backend-type') === 'branch'
  return {
    ...settings,
    keepsData,
    allowedOrigins: [...settings.allowedOrigins, ...hosting(context)],
  }
}

/** @returns e.g. `REPAINT_LEASE_SECONDS` for `leaseSeconds` */
export function environmentName(setting: string): string {
  return `REPAINT_${setting.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
}

/** Amplify Hosting serves branch `feature/x` of app `id` at `https://feature-x.id.amplifyapp.com`. */
function hosting(context: Context): string[] {
  if (context.tryGetContext('amplify-backend-type') !== 'branch') return []
  const branch = String(context.tryGetContext('amplify-backend-name')).replaceAll('/', '-')
  return [
    `https://${branch}.${String(context.tryGetContext('amplify-backend-namespace'))}.amplifyapp.com`,
  ]
}
