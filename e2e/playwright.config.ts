import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { testChromiumOptions } from '../scripts/chromium.ts'
import { localDir, projectRoot } from '../scripts/paths.ts'
import { endpointsAt, imagesKey, imagesKeyName, ownModels } from '../tests/backend/settings.ts'
import { appUrl, imagesPort, port, stateDir } from './place.ts'

// The synthesis of the backends' suites; only where the models are is another.
const set = `imageEndpoints=${ownModels.imageEndpoints}`
const told = `imageEndpoints=${endpointsAt(imagesPort)}`

export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  globalTeardown: './policy-reports.ts',
  outputDir: join(localDir, `e2e-results-${port}`),
  reporter: [['line'], ['json']],
  forbidOnly: true,
  retries: 0,
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: appUrl,
    launchOptions: testChromiumOptions(),
    viewport: { width: 1440, height: 900 },
    // Animation and a trace (`--trace on` gives one) cost more of a processor than all the rest.
    contextOptions: { reducedMotion: 'reduce' },
    // Keeping the app on every new page's device costs more than most of what is tested on it.
    serviceWorkers: 'block',
  },
  webServer: {
    // The production build: a page of hundreds of modules would cost more than what is tested on it.
    // Painting was most of the backend's work. The engine has its own tests; `npm start` paints with it.
    command: `node scripts/run.mjs preview --port ${port} --reset --state ${stateDir} --engine instant --set '${set}' --tell '${told}' --secret ${imagesKeyName}`,
    env: { [imagesKeyName]: imagesKey },
    cwd: projectRoot,
    url: `http://127.0.0.1:${port}`,
    timeout: 300_000,
    gracefulShutdown: { signal: 'SIGINT', timeout: 10_000 },
    reuseExistingServer: false,
  },
})
