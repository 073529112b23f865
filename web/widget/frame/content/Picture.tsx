import { useState } from 'preact/hooks'
import type { ShownPicture } from '../../../../lib/protocol/shown.ts'
import { safePicture } from '../../../shared/links.ts'
import { useWords } from '../context.ts'
import { FileLink } from './FileLink.tsx'
import { Link } from './Link.tsx'

/** Aspect ratio of a picture whose size is unknown. */
const USUAL_SIZE = { width: 4, height: 3 }

interface PictureProps {
  readonly picture: ShownPicture
  /** Set inside a card: the picture fills its place and is not a link. */
  readonly isPart?: boolean
}

/**
 * Shows a picture in reserved space, so that nothing moves when it loads. Falls back to a link if the page may not load
 * it.
 */
export function Picture({ picture: { url, alt, size = USUAL_SIZE }, isPart = false }: PictureProps) {
  const { say } = useWords()
  const [isBroken, setIsBroken] = useState(false)
  const source = safePicture(url, location.origin)
  if (source === undefined || isBroken) {
    return isPart ? <span class="no-picture" /> : <FileLink url={url} name={alt ?? say('picture')} />
  }
  const image = (
    <img
      src={source}
      alt={alt ?? (isPart ? '' : say('picture'))}
      loading="lazy"
      decoding="async"
      referrerpolicy="no-referrer"
      onError={() => setIsBroken(true)}
    />
  )
  if (isPart) return image
  return (
    <Link href={url} class="picture">
      <span class="picture-place" style={{ aspectRatio: ratioOf(size) }}>
        {image}
      </span>
    </Link>
  )
}

/** Limits the shape of very long or wide pictures, which are cropped. */
function ratioOf({ width, height }: { readonly width: number; readonly height: number }): string {
  return `${Math.min(3, Math.max(0.7, width / height))}`
}
