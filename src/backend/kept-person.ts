import * as z from 'zod'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { userIdSchema } from '#domain/ids.ts'

const personSchema = z.object({ id: userIdSchema, email: z.string().max(320) })

/** Somebody with an account. */
export type Person = Readonly<z.infer<typeof personSchema>>

const storageKey = 'repaint.person'
const kept = createStore<{ readonly person: Person | undefined }>(() => ({ person: readStored() }))

/**
 * Who signed in on this device last and did not sign out: without a network nobody else can tell. Names
 * whose work is shown from this device; whatever is asked of the server needs its tokens.
 */
export function keptPerson(): Person | undefined {
  return kept.getState().person
}

/** The same for a component. */
export function useKeptPerson(): Person | undefined {
  return useStore(kept, ({ person }) => person)
}

/** Remembers who is signed in. */
export function keepPerson(person: Person): void {
  const before = keptPerson()
  if (before?.id === person.id && before.email === person.email) return
  localStorage.setItem(storageKey, JSON.stringify(person))
  kept.setState({ person })
}

/** Forgets who was. */
export function forgetPerson(): void {
  localStorage.removeItem(storageKey)
  kept.setState({ person: undefined })
}

function readStored(): Person | undefined {
  try {
    return personSchema.safeParse(JSON.parse(localStorage.getItem(storageKey) ?? 'null')).data
  } catch {
    return undefined
  }
}
