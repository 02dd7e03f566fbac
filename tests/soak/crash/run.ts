import { join } from 'node:path'
import { serveBuild } from '../../../scripts/serve-build.ts'
import { openBackend } from '../../backend/open-backend.ts'
import { personOf } from '../../backend/person.ts'
import { limitless } from '../jobs/limitless.ts'
import { createKillableBackend, freePort } from '../killable-backend.ts'
import { accountOf } from './account.ts'
import { drawRounds, runCrashes } from './campaign.ts'
import { openDevice } from './device.ts'

/** A busy machine needs seconds for a job; what a killed backend leaves of one is soon taken up. */
const patientJobs = ['modelSeconds=8', 'runSeconds=20', 'visibilitySeconds=25', 'leaseSeconds=28']
/** AWS takes no signature that is a quarter of an hour wrong. */
const clockAheadMs = 10 * 60_000
const email = 'crash@example.com'

/** The campaign of crashes on a backend of its own, with the app as a production build. */
export async function runCrashCampaign(campaign: {
  readonly rounds: number
  readonly seed: number
  /** A folder for all that is kept. */
  readonly dir: string
  readonly say: (line: string) => void
}): Promise<object> {
  const { rounds, seed, dir, say } = campaign
  // The backend's own is sought from the same number on, and not taken yet.
  const port = await freePort(1)
  const url = `http://localhost:${port}`
  const settings = [...limitless, ...patientJobs]
  const backend = await createKillableBackend(dir, [
    `--origin=${url}`,
    '--engine=instant',
    ...settings.map((each) => `--set=${each}`),
  ])
  try {
    const facts = await backend.start()
    process.env['REPAINT_OUTPUTS'] = facts.outputsFile
    const app = await serveBuild({ port, outDir: join(dir, 'app') })
    const opened = await openBackend(facts)
    await opened.addUser(email)
    const person = await personOf(opened, email)
    const device = openDevice({ dir: join(dir, 'profile'), url, session: person })
    const other = openDevice({
      dir: join(dir, 'other-profile'),
      url,
      session: person,
      clockAheadMs,
    })
    try {
      return await runCrashes({
        rounds: drawRounds(rounds, seed),
        seed,
        say,
        device,
        other,
        account: accountOf(opened, person),
        async restart() {
          await backend.kill()
          await backend.start()
        },
      })
    } finally {
      await device.close()
      await other.close()
      await app.close()
    }
  } finally {
    await backend.close()
  }
}
