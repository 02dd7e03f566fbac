import { join } from 'node:path'
import { localDir, previewDirOf } from '../scripts/paths.ts'

/**
 * Beside the default ports, so that tests run while a developer's own instance does. Runs with other
 * ports may go on at once: the nine that follow are theirs too.
 */
export const port = Number(process.env['E2E_PORT'] ?? 5290)

/** Where the app under test is served. */
export const appUrl = `http://localhost:${port}`

/** Where a journey serves the models that the deployment under test has added. */
export const imagesPort = port + 9

/** Where the build under test is. */
export const buildDir = previewDirOf(port)

/** Where the backend under test keeps its state. */
export const stateDir = join(localDir, `e2e-state-${port}`)

/** Where the backend that a journey starts by itself keeps its own, and its port. */
export const startedDir = join(localDir, `e2e-start-${port}`)
export const startedPort = port + 4
