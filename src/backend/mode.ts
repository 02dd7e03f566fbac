/** Whether this build talks to the backend on this machine; fixed when the app is built. */
export const isLocal = import.meta.env.MODE === 'offline'

let inbox: string | undefined

/** @returns the page that shows mailed codes, in local mode only */
export function inboxUrl(): string | undefined {
  return inbox
}

/** Remembers where the backend on this machine shows its mail. */
export function noteLocalEndpoint(endpoint: string): void {
  inbox = `${endpoint}/_sandbox/inbox`
}
