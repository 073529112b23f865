import { FileText, type LucideIcon, Music, Video } from 'lucide-react'
import { useLocale, useTexts } from '../../texts/useTexts.ts'
import { bytesInWords, nameInUrl } from './files.ts'
import { OutLink } from './OutLink.tsx'

type FileKind = 'file' | 'audio' | 'video'

const ICONS: Readonly<Record<FileKind, LucideIcon>> = { file: FileText, audio: Music, video: Video }

/** Links to an external file, with its name and size. The console never plays audio or video from outside. */
export function FileLink({
  url,
  name,
  bytes,
  kind = 'file',
}: {
  url: string
  name?: string | undefined
  bytes?: number | undefined
  kind?: FileKind
}) {
  const { content } = useTexts()
  const locale = useLocale()
  const Icon = ICONS[kind]
  const { hostname } = new URL(url)
  return (
    <OutLink href={url} className="flex min-h-11 min-w-0 items-center gap-3 rounded-control bg-ground px-3 py-1">
      <Icon size={20} aria-hidden="true" className="shrink-0 text-text-2" />
      <span className="flex min-w-0 flex-col">
        <bdi className="truncate text-accent underline underline-offset-2">
          {name ?? nameInUrl(url) ?? content[kind]}
        </bdi>
        <span className="truncate text-small text-text-2">
          {[content[kind], bytes === undefined ? undefined : bytesInWords(bytes, locale), hostname]
            .filter(part => part !== undefined)
            .join(' · ')}
        </span>
      </span>
    </OutLink>
  )
}
