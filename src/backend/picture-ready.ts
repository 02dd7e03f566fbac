import { AppError } from '#domain/errors.ts'
import type { PictureId } from '#domain/ids.ts'
import { fetchPicture } from './api.ts'
import { known, noteSeen } from './records-cache.ts'
import { isPictureThere, uploadStore } from './uploads.ts'

/**
 * Whether the server can work with a picture, which may still be on its way there.
 * @throws AppError INVALID_IMAGE when it was not accepted, NOT_FOUND when it is gone
 */
export async function isPictureReady(pictureId: PictureId): Promise<boolean> {
  const upload = uploadStore.getState().uploads[pictureId]
  if (upload?.phase === 'REJECTED') {
    throw new AppError('INVALID_IMAGE', upload.error?.reason ?? { key: 'pictureNotAccepted' })
  }
  if (known('pictures').byId[pictureId]?.status === 'READY') return true
  const picture = await fetchPicture(pictureId)
  if (picture) noteSeen('pictures', [picture])
  // After a reload its upload may not have been taken up yet.
  if (!picture && !upload && !(await isPictureThere(pictureId)))
    throw new AppError('NOT_FOUND', { key: 'pictureRemoved' })
  return picture?.status === 'READY'
}
