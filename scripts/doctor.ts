import { parseArgs } from 'node:util'
import { openClients, regionOfMachine } from './doctor/clients.ts'
import type { Finding } from './doctor/finding.ts'
import { findingsOf } from './doctor/findings.ts'
import { readAccount } from './doctor/read-account.ts'
import { deploymentOf, wantedOf } from './doctor/subject.ts'
import { runToEnd } from './terminal.ts'

/**
 * `npm run doctor`: says what a deployment lacks, before or after it, and the command that mends each.
 * It changes nothing, and fails when something is missing.
 */
async function main(): Promise<void> {
  const options = { 'app-id': { type: 'string' }, branch: { type: 'string' } } as const
  const { values } = parseArgs({ options })
  const { 'app-id': appId, branch: name } = values
  if ((appId === undefined) !== (name === undefined)) {
    throw new Error('A branch is named by --app-id and --branch together.')
  }
  const branch = appId !== undefined && name !== undefined ? { appId, name } : undefined
  const deployment = deploymentOf(branch, process.env)
  const region = await regionOfMachine()
  const wanted = wantedOf(deployment, branch, new Date().toISOString().slice(0, 10))
  const account = await readAccount(openClients(region ?? 'us-east-1'), wanted)
  const subject = { deployment, branch, region, node: process.versions.node }
  const findings = findingsOf(subject, account)
  for (const each of findings) process.stdout.write(lineOf(each))
  const count = findings.filter(({ level }) => level === 'MISSING').length
  process.stdout.write(`${count} missing, ${findings.length - count} to know of\n`)
  if (count > 0) process.exit(1)
}

function lineOf({ level, says, mend }: Finding): string {
  return `${level === 'MISSING' ? 'missing' : 'note'}: ${says}\n  ${mend}\n\n`
}

await runToEnd(main)
