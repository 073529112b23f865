import type { ComponentChildren } from 'preact'
import { mapUrl } from '../../../../lib/protocol/map-url.ts'
import { readPayload } from '../../../../lib/protocol/read-payload.ts'
import type { Said, Shown, ShownContent, ShownKind } from '../../../../lib/protocol/shown.ts'
import { useWords } from '../context.ts'
import { Icon } from '../icons.tsx'
import { Buttons, type Choose } from './Buttons.tsx'
import { Card, Carousel } from './Cards.tsx'
import { FileLink } from './FileLink.tsx'
import { Link } from './Link.tsx'
import { Picture } from './Picture.tsx'
import { TypedWords, Words } from './Words.tsx'

interface RichProps {
  readonly said: Said
  /** Shows the text as typed, instead of reading it as Markdown. */
  readonly isTyped: boolean
  readonly onChoose: Choose
}

/** Shows a message: its text, then its content, then its buttons. */
export function Rich({ said, isTyped, onChoose }: RichProps) {
  const shown = readPayload(said)
  const { text, buttons, kind } = shown
  const Part = PARTS[kind] as (props: PartProps<Shown>) => ComponentChildren
  return (
    <div class="content" data-kind={kind}>
      {text !== undefined && (isTyped ? <TypedWords text={text} /> : <Words text={text} />)}
      <Part shown={shown} onChoose={onChoose} />
      <Buttons buttons={buttons} onChoose={onChoose} />
    </div>
  )
}

interface PartProps<Content> {
  readonly shown: Content
  readonly onChoose: Choose
}

type ContentOf<Kind extends ShownKind> = Extract<ShownContent, { kind: Kind }>

/** One renderer for each kind of content. */
const PARTS = {
  text: () => null,
  choice: () => null,
  image: ({ shown }) => <Picture picture={shown.image} />,
  file: ({ shown }) => <NamedFile url={shown.url} name={shown.name} bytes={shown.bytes} />,
  audio: ({ shown }) => <NamedFile url={shown.url} name={shown.title} bytes={shown.bytes} />,
  video: ({ shown }) => <NamedFile url={shown.url} name={shown.title} bytes={shown.bytes} />,
  location: ({ shown }) => <Place place={shown} />,
  card: ({ shown, onChoose }) => <Card card={shown.card} onChoose={onChoose} />,
  carousel: ({ shown, onChoose }) => <Carousel cards={shown.cards} onChoose={onChoose} />,
  unknown: () => <Unknown />,
} satisfies { [Kind in ShownKind]: (props: PartProps<ContentOf<Kind>>) => ComponentChildren }

interface NamedFileProps {
  readonly url: string
  readonly name: string | undefined
  readonly bytes?: number | undefined
}

function NamedFile({ url, name, bytes }: NamedFileProps) {
  const { say } = useWords()
  return <FileLink url={url} name={name ?? lastOf(url) ?? say('file')} bytes={bytes} />
}

/** Returns the last part of an address, as the name of a file that has none. */
function lastOf(url: string): string | undefined {
  try {
    return decodeURIComponent(URL.parse(url)?.pathname.split('/').at(-1) ?? '') || undefined
  } catch {
    return undefined
  }
}

function Place({ place: { latitude, longitude, title, address } }: { readonly place: ContentOf<'location'> }) {
  const at = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`
  return (
    <Link href={mapUrl({ latitude, longitude })} class="file">
      <Icon name="pin" />
      <span class="file-words">
        <bdi class="file-name">{title ?? address ?? at}</bdi>
        <small>{title === undefined && address === undefined ? 'OpenStreetMap' : (address ?? at)}</small>
      </span>
    </Link>
  )
}

function Unknown() {
  const { say } = useWords()
  return <p class="unknown">{say('cannotShow')}</p>
}
