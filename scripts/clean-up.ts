import { parseArgs } from 'node:util'
import { planOf } from './clean-up/plan.ts'
import { remove } from './clean-up/remove.ts'
import { openClients, regionOfMachine } from './doctor/clients.ts'
import { findRemains } from './doctor/left-behind.ts'
import { rootStackOf } from './doctor/subject.ts'
import { runToEnd } from './terminal.ts'

/**
 * `npm run clean-up -- --app-id d1 --branch main`: names what a branch left behind when its stacks went;
 * with `--yes` it removes that for good.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'app-id': { type: 'string' },
      branch: { type: 'string' },
      yes: { type: 'boolean', default: false },
    },
  })
  const { 'app-id': appId, branch: name } = values
  const region = await regionOfMachine()
  if (!appId || !name) throw new Error('Name the branch: --app-id d1 --branch main.')
  if (!region) throw new Error('Name the Region: export AWS_REGION=eu-west-1.')
  const clients = openClients(region)
  const plan = planOf(await findRemains(clients, rootStackOf({ appId, name })), values.yes)
  process.stdout.write(`${plan.lines.join('\n')}\n`)
  for (const each of plan.removes) {
    await remove(clients, each)
    process.stdout.write(`  removed ${each.id}\n`)
  }
}

await runToEnd(main)
