import { checkReadConditions } from '../conditions.ts'
import { objectHeaders } from '../object-headers.ts'
import type { Operation } from '../operation.ts'
import { demandPresent } from '../presence.ts'
import { parseRange } from '../range.ts'

export const getObject: Operation = {
  name: 'GetObject',
  method: 'GET',
  target: 'object',
  action: 's3:GetObject',
  async run(context) {
    const { request, key, objects } = context
    const opened = demandPresent(await objects.open(key), context)
    const { record, file } = opened
    try {
      checkReadConditions(record, request.headers)
      const headers = objectHeaders(record, request)
      const range = parseRange(request.headers['range'], record.sizeBytes)
      const length = range ? range.end - range.start + 1 : record.sizeBytes
      headers['content-length'] = String(length)
      if (range) {
        headers['content-range'] = `bytes ${range.start}-${range.end}/${record.sizeBytes}`
        // The checksum is of the whole object.
        for (const name of Object.keys(headers)) {
          if (name.startsWith('x-amz-checksum-')) delete headers[name]
        }
      }
      const status = range ? 206 : 200
      if (length === 0) {
        await file.close()
        return { status, headers, body: '' }
      }
      // The stream closes the file, at its end or when the client goes away.
      return { status, headers, body: file.createReadStream(range ?? { start: 0 }) }
    } catch (error) {
      await file.close()
      throw error
    }
  },
}
