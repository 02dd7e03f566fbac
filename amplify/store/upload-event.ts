import * as z from 'zod'

/** What S3 sends to a queue; its first message ever, `s3:TestEvent`, has no records. */
const uploadEventSchema = z.object({
  Records: z
    .array(z.object({ s3: z.object({ object: z.object({ key: z.string() }) }) }))
    .default([]),
})

/**
 * Reads the keys of new objects from an S3 event notification.
 * @returns keys as stored: in the event they are form-encoded, a space being a plus
 * @throws ZodError when it is no such event
 */
export function uploadedKeys(body: unknown): string[] {
  return uploadEventSchema
    .parse(body)
    .Records.map(({ s3 }) => decodeURIComponent(s3.object.key.replaceAll('+', ' ')))
}
