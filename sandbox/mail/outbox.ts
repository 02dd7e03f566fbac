import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import type { Deployment } from '../assembly/resource.ts'
import type { Log } from '../log.ts'
import { writeStateFile } from '../state/state-file.ts'

/** Mails kept; the oldest go first. */
const MAX_MAILS = 200

const mailSchema = z.object({
  id: z.string(),
  /** ISO 8601 */
  sentAt: z.string(),
  /** An e-mail address, or a phone number for what would be a text message. */
  to: z.string(),
  subject: z.string(),
  body: z.string(),
  /** The code or temporary password in the body. */
  code: z.string(),
  /** e.g. `sign-up`, `reset-password` */
  purpose: z.string(),
})
const fileSchema = z.object({ version: z.literal(1), mails: z.array(mailSchema) })

/** A message that the cloud would have sent. */
export type Mail = z.infer<typeof mailSchema>

/** Where messages go instead of to people: a list on disk, and the log. */
export interface Outbox {
  /** Kept on disk when it resolves. */
  send(mail: Omit<Mail, 'id' | 'sentAt'>): Promise<void>
  /** Newest first; at most 200. */
  list(): readonly Mail[]
}

/** Opens the mails kept in the deployment's state folder (`mail/inbox.json`). */
export function createOutbox({
  deployment,
  log,
  clock = Date.now,
}: {
  deployment: Pick<Deployment, 'stateDir'>
  log: Log
  clock?: () => number
}): Outbox {
  const folder = join(deployment.stateDir, 'mail')
  const path = join(folder, 'inbox.json')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  let mails: readonly Mail[] = readMails(path)
  let lastWrite: Promise<void> = Promise.resolve()

  function save(): Promise<void> {
    const write = (): Promise<void> => writeStateFile(path, JSON.stringify({ version: 1, mails }))
    const done = lastWrite.then(write, write)
    lastWrite = done.catch(() => undefined)
    return done
  }

  return {
    async send(mail) {
      const sentAt = new Date(clock()).toISOString()
      mails = [{ id: randomUUID(), sentAt, ...mail }, ...mails].slice(0, MAX_MAILS)
      // The terminal is one of the two places where a code is delivered; no other line shows one.
      const message = `Mail to ${mail.to}: ${mail.subject} (${mail.code})`
      log({ service: 'mail', level: 'info', message })
      await save()
    },
    list: () => mails,
  }
}

function readMails(path: string): readonly Mail[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
  return fileSchema.parse(JSON.parse(text)).mails
}
