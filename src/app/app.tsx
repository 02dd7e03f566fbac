import { Authenticator, useAuthenticator } from '@aws-amplify/ui-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useKeptPerson } from '../backend/kept-person.ts'
import { currentPerson } from '../backend/session.ts'
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
  if (authStatus === 'unauthenticated') return <SignedOut />
  return <SignedIn />
}

function SignedIn() {
  return (
    <Suspense fallback={<Splash />}>
      <Workspace />
    </Suspense>
  )
}

/**
 * Tokens that ran out while there was no network say nothing of whether somebody is signed in: who was
 * goes on with what this device has.
 */
function SignedOut() {
  const kept = useKeptPerson()
  const [isOffline, setIsOffline] = useState<boolean>()
  useEffect(() => {
    if (!kept) return
    currentPerson().then(
      () => setIsOffline(true),
      () => setIsOffline(false),
    )
  }, [kept])
  if (kept && isOffline === undefined) return <Splash />
  return kept && isOffline ? <SignedIn /> : <SignIn />
}
