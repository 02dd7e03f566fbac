import { join } from 'node:path'
import { localDir, projectRoot } from './paths.ts'
import { runCommand } from './terminal.ts'
import { runWholeApp, type Serve } from './whole-app.ts'

/** `npm run preview`: the whole product on this machine, the app as a production build. */
const serveBuild: Serve = async ({ port, ready }) => {
  const { build, preview } = await import('vite')
  // The build has the backend's outputs in it.
  await ready
  const common = { root: projectRoot, mode: 'offline', logLevel: 'warn' } as const
  const outDir = join(localDir, 'preview')
  await build({ ...common, build: { outDir, emptyOutDir: true, reportCompressedSize: false } })
  return preview({
    ...common,
    build: { outDir },
    preview: { port, strictPort: true, host: '127.0.0.1' },
  })
}

runCommand(() => runWholeApp(serveBuild))
