import { reportPath } from '../scripts/policy-reports.ts'
import { appUrl } from './place.ts'

/**
 * When all journeys are over: no page and no worker of theirs tried what the app's policy forbids.
 * @throws Error with what they tried
 */
export default async function expectNoReports(): Promise<void> {
  const reports: unknown = await (await fetch(`${appUrl}${reportPath}`)).json()
  const text = JSON.stringify(reports)
  if (text !== '[]') throw new Error(`The app’s policy was broken: ${text}`)
}
