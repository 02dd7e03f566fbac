import { writeCondition } from '../conditions.ts'
import { checksumHeaders, readFacts, refuseUnsupported } from '../object-headers.ts'
import type { Operation } from '../operation.ts'
import { receive } from '../payload.ts'

/** S3's limit on one upload; larger objects come in parts. */
export const maxUploadBytes = 5 * 1024 ** 3

export const putObject: Operation = {
  name: 'PutObject',
  method: 'PUT',
  target: 'object',
  action: 's3:PutObject',
  async run({ request, key, objects, nowMs, announce }) {
    refuseUnsupported(request.headers)
    const facts = readFacts(request.headers)
    const allow = writeCondition(request.headers)
    allow(await objects.read(key))
    const staged = await objects.stage()
    try {
      const received = await receive(request, maxUploadBytes, staged.write)
      await staged.finish()
      const object = {
        ...facts,
        key,
        sizeBytes: received.sizeBytes,
        etag: `"${received.md5Hex}"`,
        lastModifiedMs: nowMs(),
        ...(received.checksum && { checksum: received.checksum }),
      }
      const record = await announce({ name: 'ObjectCreated:Put', key, created: object }, () =>
        objects.commit(staged, object, allow),
      )
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
