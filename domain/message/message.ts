import * as z from 'zod'
import { accountMessages } from './account.ts'
import { documentMessages } from './document.ts'
import { exportMessages } from './export.ts'
import { jobMessages } from './job.ts'
import { modelMessages } from './model.ts'
import { pictureMessages } from './picture.ts'
import { requestMessages } from './request.ts'
import { serviceMessages } from './service.ts'
import { usageMessages } from './usage.ts'

/**
 * Everything that the product says to a person about what happened, as keys with parameters. The
 * sentences are in `src/i18n/`, one for each key and language.
 */
export const messageShapes = {
  ...accountMessages,
  ...documentMessages,
  ...exportMessages,
  ...jobMessages,
  ...modelMessages,
  ...pictureMessages,
  ...requestMessages,
  ...serviceMessages,
  ...usageMessages,
  /** A sentence of the time before messages had keys, from an old record or letter. */
  storedSentence: { sentence: z.string() },
} as const

type Shapes = typeof messageShapes

export type MessageKey = keyof Shapes

export const messageKeys = Object.keys(messageShapes) as readonly MessageKey[]

/** What the sentence of a key needs to know. */
export type MessageParams<Key extends MessageKey> = {
  readonly [Name in keyof Shapes[Key]]: z.infer<Shapes[Key][Name]>
}

/** One thing to say: `{ key: 'fileTooLarge', maxMegabytes: 100 }`. */
export type Message = {
  [Key in MessageKey]: { readonly key: Key } & MessageParams<Key>
}[MessageKey]

const schemas: ReadonlyMap<unknown, z.ZodObject> = new Map(
  messageKeys.map((key) => [key, z.object({ ...messageShapes[key], key: z.literal(key) })]),
)

/**
 * Reads a message that came from outside.
 * @returns `unexplained` for a key that this version does not know, or parameters that do not fit it
 */
export function parseMessage(given: unknown): Message {
  const key = typeof given === 'object' && given !== null && 'key' in given ? given.key : undefined
  const parsed = schemas.get(key)?.safeParse(given)
  // The map pairs each key with its own shape, which the compiler cannot follow.
  return parsed?.success ? (parsed.data as unknown as Message) : { key: 'unexplained' }
}
