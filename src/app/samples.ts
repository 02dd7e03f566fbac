import * as z from 'zod'
import { t } from '../i18n/language.ts'

const samplesSchema = z.array(
  z.object({
    file: z.string().regex(/^[\w.-]+$/),
    title: z.string(),
    width: z.int(),
    height: z.int(),
    thumb: z.string().regex(/^[\w.-]+$/),
  }),
)

export type Sample = z.infer<typeof samplesSchema>[number]

/** The pictures that come with the app; none when the list cannot be read. */
export async function fetchSamples(): Promise<readonly Sample[]> {
  const response = await fetch(sampleUrl('samples.json'))
  if (!response.headers.get('content-type')?.includes('json')) return []
  return samplesSchema.safeParse(await response.json()).data ?? []
}

/**
 * One of these pictures, as if it had been picked from the disk.
 * @throws TypeError when it cannot be fetched
 */
export async function fetchSample(sample: Sample): Promise<File> {
  const response = await fetch(sampleUrl(sample.file))
  if (!response.ok) throw new TypeError(`The sample answered ${response.status}.`)
  const blob = await response.blob()
  const extension = sample.file.slice(sample.file.lastIndexOf('.'))
  return new File([blob], `${sampleTitle(sample)}${extension}`, { type: blob.type })
}

/** What a sample is called in the language shown; its own title where the catalogue has none. */
export function sampleTitle({ file, title }: Sample): string {
  const titles: Readonly<Record<string, string>> = t.start.sampleTitles
  return titles[file.replace(/\.\w+$/, '')] ?? title
}

/** @returns the address of a file of the samples */
export function sampleUrl(file: string): string {
  return `${import.meta.env.BASE_URL}samples/${file}`
}
