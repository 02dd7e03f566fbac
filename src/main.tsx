import { outputs } from 'virtual:repaint-outputs'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { SetupNeeded } from './app/setup-needed.tsx'
import { connectCloud } from './backend/connect.ts'
import { noteDeployment } from './backend/deployment.ts'
import { noteLocalEndpoint } from './backend/mode.ts'
import { labelPage } from './i18n/language.ts'
import { startServiceWorker } from './offline/updates.ts'
import { followTheme } from './ui/theme.ts'
import './ui/theme.css'

followTheme()
labelPage(document.documentElement)
const place = document.getElementById('root')
if (!place) throw new Error('The page has no #root.')
const root = createRoot(place)

if (outputs === undefined) {
  root.render(<SetupNeeded />)
} else {
  await connect(outputs)
  // In development files change under it.
  if (import.meta.env.PROD) void startServiceWorker()
  root.render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

/** Points Amplify at the backend: the deployed one, or in local mode the one on this machine. */
async function connect(found: object): Promise<void> {
  noteDeployment(found)
  // Spelled out, so that a cloud build leaves the sandbox out altogether.
  if (import.meta.env.MODE !== 'offline') return connectCloud(found)
  const sandbox = await import('../sandbox/connect.ts')
  const local = found as Parameters<typeof sandbox.connect>[0]
  await sandbox.connect(local)
  noteLocalEndpoint(local.custom.sandbox.endpoint)
}
