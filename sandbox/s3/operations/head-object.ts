import { checkReadConditions } from '../conditions.ts'
import { objectHeaders } from '../object-headers.ts'
import type { Operation } from '../operation.ts'
import { demandPresent } from '../presence.ts'
import { parseRange } from '../range.ts'

export const headObject: Operation = {
  name: 'HeadObject',
  method: 'HEAD',
  target: 'object',
  action: 's3:GetObject',
  async run(context) {
    const { request, key, objects } = context
    const record = demandPresent(await objects.read(key), context)
    checkReadConditions(record, request.headers)
    const range = parseRange(request.headers['range'], record.sizeBytes)
    return {
      status: range ? 206 : 200,
      headers: {
        ...objectHeaders(record, request),
        'content-length': String(range ? range.end - range.start + 1 : record.sizeBytes),
        ...(range && { 'content-range': `bytes ${range.start}-${range.end}/${record.sizeBytes}` }),
      },
    }
  },
}
