import type { DecisionEvent } from '../../../sandbox/iam/caller.ts'
import { type Backend, waitFor } from '../backend.ts'
import { maskOf, noisePng } from '../files.ts'
import { type Person, signUpPerson, upload, uploadMask } from '../person.ts'

/** The backend with somebody in it, and a record of what was decided. */
export type World = {
  readonly backend: Backend
  readonly person: Person
  readonly pictureId: string
  readonly pictureKey: string
  readonly previewKey: string
  readonly maskKey: string
  /** Decisions since the last call of `forget`. */
  readonly decisions: readonly DecisionEvent[]
  forget(): void
  /** A number that no earlier call gave, from 1. */
  next(): number
}

/** The size of the picture and its mask. */
const size = { width: 96, height: 64 }

/** Signs somebody up and gives them a picture and a mask. */
export async function furnish(backend: Backend): Promise<World> {
  const decisions: DecisionEvent[] = []
  backend.sandbox.permissions.watch((event) => decisions.push(event))
  const person = await signUpPerson(backend, 'ann')
  const picture = await upload(backend, person, { bytes: await noisePng(size) })
  const mask = await maskOf(size, { x: 20, y: 10, width: 30, height: 30 })
  let count = 0
  return {
    backend,
    person,
    pictureId: picture.id,
    pictureKey: picture.key,
    previewKey: picture.previewKey ?? '',
    maskKey: await uploadMask(backend, person, mask),
    decisions,
    forget: () => void decisions.splice(0),
    next: () => {
      count += 1
      return count
    },
  }
}

/**
 * Waits for what the backend does by itself.
 * @throws Error `AccessDenied` as soon as anything is refused, for then it may never come
 */
export function unlessRefused<T>(
  { decisions }: World,
  what: string,
  look: () => Promise<T | undefined>,
): Promise<T> {
  return waitFor(what, async () => {
    const refused = decisions.find(({ allowed }) => !allowed)
    if (refused) throw new Error(`AccessDenied: ${describe(refused)}`)
    return look()
  })
}

/** Who was allowed or refused what, in one line. */
export function describe({ question }: DecisionEvent): string {
  const who = question.caller?.arn ?? question.service ?? 'anonymous'
  return `${who} ${question.action} ${question.resource}`
}
