import { join } from 'node:path'
import { localDir } from '../scripts/paths.ts'

/** Beside the default ports, so that tests run while a developer's own instance does. */
export const port = Number(process.env['E2E_PORT'] ?? 5290)

/** Where the app under test is served. */
export const appUrl = `http://localhost:${port}`

/** Where a journey serves the models that the deployment under test has added. */
export const imagesPort = port + 9

export const imageEndpoints = [
  {
    name: 'own',
    url: `http://127.0.0.1:${imagesPort}/v1`,
    models: [
      { model: 'follower', mask: 'ALPHA', references: 4, priceMicros: 0 },
      { model: 'painter', references: 2, priceMicros: 20_000 },
    ],
  },
]

/** Where the backend under test keeps its state. */
export const stateDir = join(localDir, 'e2e-state')
