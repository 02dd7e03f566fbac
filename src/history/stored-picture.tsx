import ImageOff from 'lucide-react/icons/image-off'
import { useObjectUrl } from '../backend/queries.ts'
import { Skeleton } from '../ui/skeleton.tsx'

/** A stored rendition, a grey block until it is there, or a sign that it is gone. */
export function StoredPicture({ objectKey }: { readonly objectKey: string | undefined }) {
  const { url, error } = useObjectUrl(objectKey)
  if (url) return <img src={url} alt="" loading="lazy" draggable={false} />
  return error ? <ImageOff size={18} aria-hidden="true" /> : <Skeleton height="100%" />
}
