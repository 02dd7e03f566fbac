import type { Deployment } from '../deployment.ts'
import type { access } from './access.ts'

type Target = { addEnvironment(key: string, value: string): void }

const limits = [
  'dailyImages',
  'dailyCostMicros',
  'monthlyImages',
  'monthlyCostMicros',
  'totalDailyImages',
  'totalDailyCostMicros',
  'totalMonthlyImages',
  'totalMonthlyCostMicros',
] as const satisfies readonly (keyof Deployment)[]

/** The settings that each function reads from its environment, parsed again by `environment.ts`. */
const settings = {
  generateImage: [
    'modelRegions',
    'preferredModels',
    'allowedRetiredModels',
    'lifetimeSeconds',
    'personalRequestsPerMinute',
    'storedBytes',
    ...limits,
  ],
  cancelGeneration: ['personalRequestsPerMinute'],
  removeGenerations: ['personalRequestsPerMinute'],
  removePictures: ['personalRequestsPerMinute'],
  deleteAccount: ['personalRequestsPerMinute'],
  runGeneration: [
    'modelRegions',
    'preferredModels',
    'allowedRetiredModels',
    'requestsPerMinute',
    'guardrailIdentifier',
    'guardrailVersion',
    'modelSeconds',
    'runSeconds',
    'leaseSeconds',
    'backoffSeconds',
    'backoffCapSeconds',
    ...limits,
  ],
  enqueueUpload: [],
  ingestUpload: ['storedBytes'],
  sweep: ['leaseSeconds', ...limits],
  tidyObjects: [],
  checkModels: ['modelRegions', 'allowedRetiredModels'],
} as const satisfies Record<keyof typeof access, readonly (keyof Deployment)[]>

/** Passes a function its settings, `leaseSeconds` as `LEASE_SECONDS`, lists joined by commas. */
export function passSettings(
  target: Target,
  name: keyof typeof settings,
  deployment: Deployment,
): void {
  for (const setting of settings[name]) {
    const variable = setting.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
    target.addEnvironment(variable, String(deployment[setting]))
  }
}
