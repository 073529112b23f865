import { useState } from 'react'
import { initials } from '../../shared/plain.ts'

/** Shows a person's picture, or their initials if there is none or it does not load. */
export function Avatar({ name, url }: { name: string; url?: string | undefined }) {
  const [failed, setFailed] = useState<string>()
  const isShown = url !== undefined && url !== failed
  return (
    <span
      aria-hidden="true"
      className="inline-flex size-8 shrink-0 items-center justify-center overflow-hidden rounded-full bg-sunken text-small font-medium text-text-2 ring-1 ring-line"
    >
      {isShown ? (
        <img
          src={url}
          alt=""
          width={32}
          height={32}
          loading="lazy"
          referrerPolicy="no-referrer"
          className="size-8 object-cover"
          onError={() => setFailed(url)}
        />
      ) : (
        initials(name) || '#'
      )}
    </span>
  )
}
