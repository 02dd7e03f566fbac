import type { Picture } from '#domain/picture/picture.ts'
import { titleOf } from '#domain/picture/picture.ts'
import { t } from '../i18n/language.ts'

/** What a picture is called: its title, else what its file's name suggests. */
export function nameOf(picture: Picture): string {
  const own = picture.title || (picture.fileName && titleOf(picture.fileName))
  return own || (picture.origin === 'GENERATION' ? t.library.result : t.library.untitled)
}
