import { randomUUID } from 'node:crypto'
import { fetchAuthSession } from 'aws-amplify/auth'
import { generateClient } from 'aws-amplify/data'
import type { Schema } from '../../amplify/data/resource.ts'
import type { Clients } from './clients.ts'
import { createRegister, type Load, type Register, Violation } from './load.ts'
import { putPicture } from './pictures.ts'

const pictures = 3

/**
 * AppSync: a person changes the titles of pictures with aws-amplify.
 * @param owner who is signed in
 */
export async function createTitleLoad(clients: Clients, owner: string): Promise<Load> {
  const client = generateClient<Schema>()
  const registers = new Map<string, Register<string | undefined>>()
  let serial = 0
  let acknowledged = 0
  for (let count = 0; count < pictures; count += 1) {
    const id = randomUUID()
    await clients.patient.dynamodb.send(putPicture(clients, owner, id))
    registers.set(id, createRegister<string | undefined>(`title of ${id}`, undefined))
  }

  async function change(id: string, title: string): Promise<void> {
    const { data, errors } = await client.models.Picture.update({ id, title })
    // The client reports a backend that is gone as it does any error.
    if (errors || data?.title !== title) throw new Error(errors?.[0]?.message ?? 'no answer')
  }

  return {
    name: 'AppSync titles',
    lanes: pictures,
    get acknowledged() {
      return acknowledged
    },
    async step(_, lane) {
      const id = [...registers.keys()][lane] ?? ''
      const title = `title ${++serial}`
      if (await registers.get(id)?.write(title, () => change(id, title))) acknowledged += 1
    },
    async check() {
      const { tokens } = await fetchAuthSession({ forceRefresh: true })
      if (!tokens) throw new Violation('the session of a person who signed in has ended')
      for (const [id, register] of registers) {
        const { data, errors } = await client.models.Picture.get({ id })
        if (errors) throw new Violation(`picture ${id} is not given: ${errors[0]?.message ?? ''}`)
        register.settle(data?.title ?? undefined)
      }
    },
  }
}
