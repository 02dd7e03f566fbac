import type { Operation } from '../operation.ts'

export const deleteObject: Operation = {
  name: 'DeleteObject',
  method: 'DELETE',
  target: 'object',
  action: 's3:DeleteObject',
  async run({ key, objects, announce }) {
    await announce({ name: 'ObjectRemoved:Delete', key }, () => objects.remove(key))
    return { status: 204 }
  },
}
