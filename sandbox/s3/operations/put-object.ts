import { writeCondition } from '../conditions.ts'
import { checksumHeaders, readFacts, refuseUnsupported } from '../object-headers.ts'
import type { Operation } from '../operation.ts'
import { receive } from '../payload.ts'

/** S3's limit on one upload; larger objects come in parts. */
export const largestUploadBytes = 5 * 1024 ** 3

export const putObject: Operation = {
  name: 'PutObject',
  method: 'PUT',
  target: 'object',
  action: 's3:PutObject',
  async run({ request, key, objects, nowMs, notify }) {
    refuseUnsupported(request.headers)
    const facts = readFacts(request.headers)
    const allow = writeCondition(request.headers)
    allow(await objects.read(key))
    const staged = await objects.stage()
    try {
      const received = await receive(request, largestUploadBytes, staged.write)
      await staged.finish()
      const record = await objects.commit(
        staged,
        {
          ...facts,
          key,
          sizeBytes: received.sizeBytes,
          etag: `"${received.md5Hex}"`,
          lastModifiedMs: nowMs(),
          ...(received.checksum && { checksum: received.checksum }),
        },
        allow,
      )
      await notify({ name: 'ObjectCreated:Put', key, created: record })
      return {
        status: 200,
        headers: {
          etag: record.etag,
          'x-amz-server-side-encryption': 'AES256',
          ...checksumHeaders(record.checksum),
        },
      }
    } finally {
      await staged.discard()
    }
  },
}
