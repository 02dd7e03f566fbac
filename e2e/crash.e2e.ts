import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { personOf } from '../tests/backend/person.ts'
import { accountOf } from '../tests/soak/crash/account.ts'
import { type Round, runCrashes } from '../tests/soak/crash/campaign.ts'
import { openDevice } from '../tests/soak/crash/device.ts'
import { backendUnderTest } from './local.ts'
import { appUrl } from './place.ts'

const email = 'crash@example.com'

/** One of each kind that ends nothing else under test; `npm run soak -- crash` has a hundred, and the backend's. */
const rounds: readonly Round[] = [
  { moment: 'midStroke', end: 'KILLED' },
  { moment: 'betweenPressAndAccept', end: 'CLOSED' },
  { moment: 'midArrival', end: 'CRASHED' },
]

test('whatever ends in the middle of work, nothing drawn, typed or asked for is lost', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'repaint-crash-'))
  const backend = await backendUnderTest()
  await backend.addUser(email)
  const person = await personOf(backend, email)
  const of = { url: appUrl, session: person, keepsApp: false }
  const device = openDevice({ ...of, dir: join(dir, 'profile') })
  const other = openDevice({ ...of, dir: join(dir, 'other') })
  try {
    const account = accountOf(backend, person)
    const { certain } = await runCrashes({ device, other, account, rounds, seed: 7, say: () => {} })
    expect(certain).toBeGreaterThan(3)
  } finally {
    await device.close()
    await other.close()
    await rm(dir, { recursive: true, force: true })
  }
})
