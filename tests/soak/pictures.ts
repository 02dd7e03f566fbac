import { createHash } from 'node:crypto'
import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import type { Clients } from './clients.ts'

/** Puts a picture of `owner` into the table, past the API. */
export function putPicture(
  { pictures: TableName }: Clients,
  owner: string,
  id: string,
): PutItemCommand {
  const sha256 = createHash('sha256').update(id).digest('hex')
  const at = new Date(0).toISOString()
  const Item = {
    __typename: { S: 'Picture' },
    id: { S: id },
    owner: { S: owner },
    status: { S: 'READY' },
    key: { S: `originals/${owner}/${sha256}.png` },
    sha256: { S: sha256 },
    origin: { S: 'UPLOAD' },
    revision: { N: '1' },
    createdAt: { S: at },
    updatedAt: { S: at },
  }
  return new PutItemCommand({ TableName, Item })
}
