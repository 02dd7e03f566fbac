import { AppError } from '#domain/errors.ts'
import type { PictureId, UserId } from '#domain/ids.ts'
import type { Message } from '#domain/message/message.ts'
import { readMessageText } from '#domain/message/text.ts'
import type { Picture } from '#domain/picture/picture.ts'
import type { Edges } from '../store/edges.ts'

/**
 * Reads a picture that a caller named in a field of a request.
 * @throws AppError NOT_FOUND, the same for another's as for none; INVALID_REQUEST with the reason for
 *   one that is not ready
 */
export async function ownPicture(
  edges: Pick<Edges, 'pictures'>,
  owner: UserId,
  { id, field }: { id: PictureId; field: string },
): Promise<Picture> {
  const picture = await edges.pictures.get(id)
  if (picture?.owner !== owner) {
    throw new AppError('NOT_FOUND', { key: 'pictureUnknown' }, { field })
  }
  if (picture.status === 'READY') return picture
  const { reason } = picture
  const said: Message = reason ? readMessageText(reason) : { key: 'picturePreparing' }
  throw new AppError('INVALID_REQUEST', said, { field })
}
