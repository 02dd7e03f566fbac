import type { Picture } from '../backend/records.ts'
import { t } from '../i18n/en.ts'

/** What a picture is called: its title, else its file's name. */
export function nameOf(picture: Picture): string {
  const own = picture.title || picture.fileName
  return own || (picture.origin === 'GENERATION' ? t.library.result : t.library.untitled)
}
