import * as z from 'zod'

const mailsSchema = z.array(z.object({ to: z.string(), code: z.string().nullish() }))

/** The code in the latest mail to this address; `undefined` while there is none. */
export async function mailedCode(endpoint: string, email: string): Promise<string | undefined> {
  const answer = await fetch(`${endpoint}/_sandbox/inbox.json`)
  const mails = mailsSchema.parse(await answer.json())
  return mails.find(({ to }) => to === email)?.code ?? undefined
}
