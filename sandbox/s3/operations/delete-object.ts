import type { Operation } from '../operation.ts'

export const deleteObject: Operation = {
  name: 'DeleteObject',
  method: 'DELETE',
  target: 'object',
  action: 's3:DeleteObject',
  async run({ key, objects, notify }) {
    if (await objects.remove(key)) await notify({ name: 'ObjectRemoved:Delete', key })
    return { status: 204 }
  },
}
