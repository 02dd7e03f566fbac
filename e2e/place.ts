import { join } from 'node:path'
import { localDir } from '../scripts/paths.ts'

/** Beside the default ports, so that tests run while a developer's own instance does. */
export const port = Number(process.env['E2E_PORT'] ?? 5290)

/** Where the app under test is served. */
export const appUrl = `http://localhost:${port}`

/** Where a journey serves the models that the deployment under test has added. */
export const imagesPort = port + 9

/** Where the backend under test keeps its state. */
export const stateDir = join(localDir, 'e2e-state')
