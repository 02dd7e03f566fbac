import { availableParallelism } from 'node:os'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defaultClientConditions } from 'vite'
import { defineConfig } from 'vitest/config'
import { testChromiumOptions } from './scripts/chromium.ts'
import { LongestFirst } from './tests/longest-first.ts'

const unit = {
  environment: 'node',
  globalSetup: 'tests/own-temp-dir.ts',
  setupFiles: 'tests/setup.ts',
  // Pictures come and go: with the usual 16 MB the collector takes a fifteenth of the time more.
  execArgv: ['--max-semi-space-size=64'],
  // For what hangs, not for what is slow: `npm test` lets other tests go first.
  testTimeout: 120_000,
  hookTimeout: 600_000,
  // As many tests run as there are processors. Each with threads of its own would only wait for others.
  env: { VIPS_CONCURRENCY: '1' },
}
const tests = '{amplify,domain,sandbox,scripts,src,tests}/**/*.test.ts'

/** Whole backends: few modules of theirs are loaded twice, and suites without settings share one. */
const backends = ['tests/{backend,soak}/**/*.test.ts', 'sandbox/live/*.test.ts']
/** What a process can do but once, and what measures its own. */
const alone = [
  'amplify/backend*.test.ts',
  'tests/second-app/*.test.ts',
  'amplify/imaging/a-file-costs-what-it-is-worth.test.ts',
]

export default defineConfig({
  test: {
    // Vitest leaves a core free; these tests wait for processes of their own so much that all pay.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    projects: [
      // A process for each file would load the same modules again and again: a third of the time.
      {
        test: {
          ...unit,
          name: 'unit',
          include: [tests],
          exclude: [...backends, ...alone],
          isolate: false,
        },
      },
      { test: { ...unit, name: 'backends', include: backends, isolate: false } },
      { test: { ...unit, name: 'alone', include: alone } },
      {
        plugins: [react()],
        resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
        optimizeDeps: { exclude: ['onnxruntime-web'] },
        test: {
          name: 'browser',
          include: ['src/**/*.browser.test.tsx'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: testChromiumOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
