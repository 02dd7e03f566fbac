import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { appHeaders, hostsOf } from './app-headers.ts'
import { localDir, projectRoot } from './paths.ts'
import { createPolicyReports, reportPath } from './policy-reports.ts'
import { runCommand } from './terminal.ts'
import { runWholeApp, type Serve } from './whole-app.ts'

const hearReports: Plugin = {
  name: 'repaint-policy-reports',
  configurePreviewServer({ middlewares }) {
    middlewares.use(
      reportPath,
      createPolicyReports((line) => process.stderr.write(line)),
    )
  },
}

/** `npm run preview`: the whole product on this machine, the app as a production build under its headers. */
const serveBuild: Serve = async ({ port, ready }) => {
  const { build, preview } = await import('vite')
  // The build has the backend's outputs in it.
  await ready
  const common = { root: projectRoot, mode: 'offline', logLevel: 'warn' } as const
  const outDir = join(localDir, 'preview')
  const hosts = hostsOf(JSON.parse(await readFile(process.env['REPAINT_OUTPUTS'] ?? '', 'utf8')))
  await build({ ...common, build: { outDir, emptyOutDir: true, reportCompressedSize: false } })
  return preview({
    ...common,
    build: { outDir },
    preview: { port, strictPort: true, host: '127.0.0.1', headers: appHeaders(hosts, reportPath) },
    plugins: [hearReports],
  })
}

runCommand(() => runWholeApp(serveBuild))
