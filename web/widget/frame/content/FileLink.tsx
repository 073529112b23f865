import { asLine } from '../../../../lib/protocol/line.ts'
import { shortened } from '../../../shared/shortened.ts'
import { useWords } from '../context.ts'
import { Icon } from '../icons.tsx'
import { Link } from './Link.tsx'

/** A longer name is cut in its middle, because its end shows the kind of file. */
const NAME_CHARS = { max: 60, kept: 28 } as const

interface FileLinkProps {
  readonly url: string
  readonly name: string
  readonly bytes?: number | undefined
}

/** Shows a file with its name, its size and its host. */
export function FileLink({ url, name, bytes }: FileLinkProps) {
  const { locale } = useWords()
  const host = URL.parse(url)?.hostname ?? ''
  const more = bytes === undefined ? host : `${sizeIn(locale, bytes)} · ${host}`
  return (
    <Link href={url} class="file">
      <Icon name="file" />
      <span class="file-words">
        <bdi class="file-name">{shortened(asLine(name), NAME_CHARS)}</bdi>
        <small>{more}</small>
      </span>
    </Link>
  )
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

function sizeIn(locale: string, bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3))
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** step)
}
