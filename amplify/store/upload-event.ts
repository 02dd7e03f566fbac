import * as z from 'zod'

/** What S3 sends to a queue; its first message ever, `s3:TestEvent`, has no records. */
const uploadEventSchema = z.object({
  Records: z
    .array(
      z.object({
        s3: z.object({ object: z.object({ key: z.string(), size: z.int().min(0).default(0) }) }),
      }),
    )
    .default([]),
})

/** A new object, by its key as stored, and how large it is. */
export type Uploaded = { readonly key: string; readonly bytes: number }

/**
 * Reads what S3 tells of new objects.
 * @returns keys as stored: in the event they are form-encoded, a space being a plus
 * @throws ZodError when it is no such event
 */
export function uploadedObjects(body: unknown): Uploaded[] {
  return uploadEventSchema.parse(body).Records.map(({ s3: { object } }) => ({
    key: decodeURIComponent(object.key.replaceAll('+', ' ')),
    bytes: object.size,
  }))
}
