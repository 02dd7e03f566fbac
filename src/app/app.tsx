import { Authenticator, useAuthenticator } from '@aws-amplify/ui-react'
import { lazy, Suspense } from 'react'
import { FaultBoundary } from './fault-boundary.tsx'
import { SignIn } from './sign-in.tsx'
import { Splash } from './splash.tsx'

// The canvas and the editor stay out of what loads before sign-in.
const Workspace = lazy(async () => ({ default: (await import('./workspace.tsx')).Workspace }))

/** The whole app: signed out, a sign-in card; signed in, the workspace. */
export function App() {
  return (
    <FaultBoundary>
      <Authenticator.Provider>
        <Gate />
      </Authenticator.Provider>
    </FaultBoundary>
  )
}

function Gate() {
  const { authStatus } = useAuthenticator((context) => [context.authStatus])
  if (authStatus === 'configuring') return <Splash />
  if (authStatus === 'unauthenticated') return <SignIn />
  return (
    <Suspense fallback={<Splash />}>
      <Workspace />
    </Suspense>
  )
}
