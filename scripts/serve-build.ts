import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'
import { appHeaders, hostsOf } from './app-headers.ts'
import { projectRoot } from './paths.ts'
import { createPolicyReports, reportPath } from './policy-reports.ts'

const hearReports: Plugin = {
  name: 'repaint-policy-reports',
  configurePreviewServer({ middlewares }) {
    middlewares.use(
      reportPath,
      createPolicyReports((line) => process.stderr.write(line)),
    )
  },
}

/**
 * Builds the app for the backend whose outputs `REPAINT_OUTPUTS` names, and serves it under the app's headers.
 * @param on.outDir where the build goes; what is there is removed
 */
export async function serveBuild(on: {
  readonly port: number
  readonly outDir: string
}): Promise<{ close(): Promise<void> }> {
  const { port, outDir } = on
  const { build, preview } = await import('vite')
  const common = { root: projectRoot, mode: 'offline', logLevel: 'warn' } as const
  const hosts = hostsOf(JSON.parse(await readFile(process.env['REPAINT_OUTPUTS'] ?? '', 'utf8')))
  await build({ ...common, build: { outDir, emptyOutDir: true, reportCompressedSize: false } })
  return preview({
    ...common,
    build: { outDir },
    preview: { port, strictPort: true, host: '127.0.0.1', headers: appHeaders(hosts, reportPath) },
    plugins: [hearReports],
  })
}
