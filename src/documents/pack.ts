/**
 * Turns plain data with typed arrays into bytes and back: the same data gives the same bytes. The data is
 * JSON, in which a list of integers is only its number; the lists follow as they lie in memory, each point
 * as what it differs from the one before, which compresses well. All is zipped.
 */
import * as z from 'zod'
import { AppError } from '#domain/errors.ts'

const magic = 'RPD1'
const headBytes = 8
/** Points are pairs: what a value resembles most is the one two before it. */
const stride = 2

const headSchema = z.object({
  lengths: z.array(z.int().min(0)),
  data: z.unknown(),
})

/** @throws AppError INTERNAL where the browser cannot zip */
export async function pack(data: unknown): Promise<Uint8Array<ArrayBuffer>> {
  const lists: Int32Array[] = []
  const named = nameLists(data, lists)
  const lengths = lists.map(({ length }) => length)
  const text = new TextEncoder().encode(JSON.stringify({ lengths, data: named }))
  const padding = (4 - (text.length % 4)) % 4
  const integers = lengths.reduce((sum, length) => sum + length, 0)
  const bytes = new Uint8Array(headBytes + text.length + padding + 4 * integers)
  bytes.set(new TextEncoder().encode(magic))
  const view = new DataView(bytes.buffer)
  view.setUint32(4, text.length, true)
  bytes.set(text, headBytes)
  let at = headBytes + text.length + padding
  for (const list of lists) {
    for (let index = 0; index < list.length; index += 1, at += 4) {
      view.setInt32(at, ((list[index] ?? 0) - (list[index - stride] ?? 0)) | 0, true)
    }
  }
  return through(bytes, new CompressionStream('gzip'))
}

/** @throws AppError INTERNAL for bytes that `pack` did not make */
export async function unpack(zipped: Uint8Array<ArrayBuffer>): Promise<unknown> {
  try {
    const bytes = await through(zipped, new DecompressionStream('gzip'))
    const view = new DataView(bytes.buffer)
    if (new TextDecoder().decode(bytes.subarray(0, 4)) !== magic) throw new Error('Another format.')
    const end = headBytes + view.getUint32(4, true)
    const text = new TextDecoder().decode(bytes.subarray(headBytes, end))
    const { lengths, data } = headSchema.parse(JSON.parse(text))
    let at = Math.ceil(end / 4) * 4
    const lists = lengths.map((length) => {
      const list = new Int32Array(length)
      for (let index = 0; index < length; index += 1, at += 4) {
        list[index] = (view.getInt32(at, true) + (list[index - stride] ?? 0)) | 0
      }
      return list
    })
    return putLists(data, lists)
  } catch (cause) {
    throw new AppError('INTERNAL', 'The bytes are no document.', { cause })
  }
}

/** A field of ours that no data has, since each of theirs that begins alike gets a sign more. */
const listField = '$list'

function nameLists(data: unknown, lists: Int32Array[]): unknown {
  if (data instanceof Int32Array) return { [listField]: lists.push(data) - 1 }
  if (Array.isArray(data)) return data.map((each) => nameLists(each, lists))
  if (typeof data !== 'object' || data === null) return data
  const fields = Object.entries(data).map(([name, value]) => {
    const escaped = name.startsWith('$') ? `$${name}` : name
    return [escaped, nameLists(value, lists)]
  })
  return Object.fromEntries(fields)
}

function putLists(data: unknown, lists: readonly Int32Array[]): unknown {
  if (Array.isArray(data)) return data.map((each) => putLists(each, lists))
  if (typeof data !== 'object' || data === null) return data
  if (listField in data) return lists[Number(data[listField])]
  const fields = Object.entries(data).map(([name, value]) => {
    const plain = name.startsWith('$') ? name.slice(1) : name
    return [plain, putLists(value, lists)]
  })
  return Object.fromEntries(fields)
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const done = new Response(new Blob([bytes]).stream().pipeThrough(stream))
  return new Uint8Array(await done.arrayBuffer())
}
