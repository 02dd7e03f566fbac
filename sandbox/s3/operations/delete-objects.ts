import { S3Error } from '../error.ts'
import type { Operation, OperationContext } from '../operation.ts'
import { receiveText } from '../payload.ts'
import { childText, document, element, parseXml, type Xml } from '../xml.ts'

const maxKeys = 1000
/** A thousand keys of 1,024 bytes, escaped, with their tags. */
const maxBodyBytes = 8 * 1024 ** 2

export const deleteObjects: Operation = {
  name: 'DeleteObjects',
  method: 'POST',
  target: 'bucket',
  query: ['delete'],
  action: undefined,
  async run(context) {
    const { request } = context
    const root = parseXml(await receiveText(request, maxBodyBytes))
    const objects = root?.children.filter((child) => child.name === 'Object') ?? []
    if (root?.name !== 'Delete' || objects.length === 0 || objects.length > maxKeys) {
      throw new S3Error('MalformedXML')
    }
    const quiet = childText(root, 'Quiet') === 'true'
    const results: Xml[] = []
    for (const object of objects) {
      const key = childText(object, 'Key')
      if (!key) throw new S3Error('MalformedXML')
      if (object.children.length > 1) {
        throw new S3Error('NotImplemented', 'The sandbox deletes objects by key alone.')
      }
      const failure = await removeOne(context, key)
      if (failure) results.push(failure)
      else if (!quiet) results.push(element('Deleted', [element('Key', key)]))
    }
    return {
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: document(element('DeleteResult', results), true),
    }
  },
}

async function removeOne(context: OperationContext, key: string): Promise<Xml | undefined> {
  const { bucket, objects, demand, announce } = context
  try {
    demand('s3:DeleteObject', { bucket, key })
    await announce({ name: 'ObjectRemoved:Delete', key }, () => objects.remove(key))
    return undefined
  } catch (error) {
    if (!(error instanceof S3Error)) throw error
    return element('Error', [
      element('Key', key),
      element('Code', error.code),
      element('Message', error.message),
    ])
  }
}
