import { previewDirOf } from './paths.ts'
import { serveBuild } from './serve-build.ts'
import { runCommand } from './terminal.ts'
import { runWholeApp, type Serve } from './whole-app.ts'

/** `npm run preview`: the whole product on this machine, the app as a production build under its headers. */
const serve: Serve = async ({ port, ready }) => {
  // The build has the backend's outputs in it.
  await ready
  return serveBuild({ port, outDir: previewDirOf(port) })
}

runCommand(() => runWholeApp(serve))
