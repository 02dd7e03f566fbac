import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** S3's additional checksums, by the end of their header's name (`x-amz-checksum-…`). */
export const checksumAlgorithms = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number]

/** A running checksum. */
export type Checksum = {
  update(chunk: Uint8Array): void
  /** Big-endian, as S3 encodes it in base64. */
  digest(): Buffer
}

/** Castagnoli polynomial, reflected (RFC 3720, appendix B.4). */
const crc32cTable = reflectedTable(0x82_f6_3b_78)
/** CRC-64/NVME polynomial, reflected (NVM Express NVM Command Set, section 5.2.1.3.4). */
const crc64Table = wideTable(0x9a6c_9329_ac4b_c9b5n)

/** @returns a new checksum with nothing in it */
export function createChecksum(algorithm: ChecksumAlgorithm): Checksum {
  switch (algorithm) {
    case 'sha1':
    case 'sha256': {
      const hash = createHash(algorithm)
      return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest() }
    }
    case 'crc32': {
      let value = 0
      return {
        update: (chunk) => {
          value = crc32(chunk, value)
        },
        digest: () => bigEndian(value),
      }
    }
    case 'crc32c':
      return createCrc32c()
    case 'crc64nvme':
      return createCrc64()
    default:
      return algorithm satisfies never
  }
}

/** @returns the algorithm that `x-amz-checksum-algorithm` and its kin name, in any case */
export function parseAlgorithm(name: string): ChecksumAlgorithm | undefined {
  const wanted = name.toLowerCase()
  return checksumAlgorithms.find((algorithm) => algorithm === wanted)
}

function createCrc32c(): Checksum {
  let value = 0xff_ff_ff_ff
  return {
    update(chunk) {
      for (const byte of chunk) value = (value >>> 8) ^ (crc32cTable[(value ^ byte) & 0xff] ?? 0)
    },
    digest: () => bigEndian(~value),
  }
}

/** Two 32-bit halves, since arithmetic on BigInt would be a hundred times slower. */
function createCrc64(): Checksum {
  let high = 0xff_ff_ff_ff
  let low = 0xff_ff_ff_ff
  return {
    update(chunk) {
      for (const byte of chunk) {
        const index = ((low ^ byte) & 0xff) * 2
        low = ((low >>> 8) | (high << 24)) ^ (crc64Table[index + 1] ?? 0)
        high = (high >>> 8) ^ (crc64Table[index] ?? 0)
      }
    },
    digest: () => Buffer.concat([bigEndian(~high), bigEndian(~low)]),
  }
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

function reflectedTable(polynomial: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? polynomial : 0)
    return value >>> 0
  })
}

/** Pairs of halves, high before low. */
function wideTable(polynomial: bigint): Uint32Array {
  const table = new Uint32Array(512)
  for (let index = 0; index < 256; index += 1) {
    let value = BigInt(index)
    for (let bit = 0; bit < 8; bit += 1) value = (value >> 1n) ^ (value & 1n ? polynomial : 0n)
    table[index * 2] = Number(value >> 32n)
    table[index * 2 + 1] = Number(value & 0xff_ff_ff_ffn)
  }
  return table
}
