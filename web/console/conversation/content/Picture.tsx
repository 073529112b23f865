import { useState } from 'react'
import type { ShownPicture } from '../../../../lib/protocol/shown.ts'
import { safePicture } from '../../../shared/links.ts'
import { useTexts } from '../../texts/useTexts.ts'
import { OutLink } from './OutLink.tsx'

const MAX_WIDTH_PX = 280
const MAX_HEIGHT_PX = 320
/** Reserved size, in pixels, if the message does not contain one. */
const UNTOLD = { width: 240, height: 160 } as const

/** Shows a picture in reserved space, so that nothing moves when it loads. Falls back to a link if it cannot load. */
export function Picture({ picture }: { picture: ShownPicture }) {
  const { content } = useTexts()
  const [isBroken, setBroken] = useState(false)
  const { url, alt, size = UNTOLD } = picture
  const source = safePicture(url, location.origin)
  const scale = Math.min(1, MAX_WIDTH_PX / size.width, MAX_HEIGHT_PX / size.height)
  const name = alt ?? content.picture
  const isShown = source !== undefined && !isBroken
  return (
    <OutLink href={url} className="block max-w-full overflow-hidden rounded-control bg-sunken text-accent">
      <span
        className="flex max-w-full items-center justify-center"
        style={{ width: Math.round(size.width * scale), aspectRatio: `${size.width} / ${size.height}` }}
      >
        {isShown ? (
          <img
            src={source}
            alt={name}
            loading="lazy"
            decoding="async"
            referrerPolicy="no-referrer"
            onError={() => setBroken(true)}
            className="size-full object-contain"
          />
        ) : (
          <span className="p-3 text-center text-small underline underline-offset-2 wrap-anywhere">{name}</span>
        )}
      </span>
    </OutLink>
  )
}
