import type { ReactNode } from 'react'
import { readPayload } from '../../../../lib/protocol/read-payload.ts'
import type { Said, Shown, ShownContent, ShownKind } from '../../../../lib/protocol/shown.ts'
import { useTexts } from '../../texts/useTexts.ts'
import { CardView } from './CardView.tsx'
import { Choices } from './Choices.tsx'
import { FileLink } from './FileLink.tsx'
import { Picture } from './Picture.tsx'
import { PlaceLink } from './PlaceLink.tsx'
import { TypedWords, Words } from './Words.tsx'

/** Shows a message's content. `isTyped`: a person typed the text, so do not read it as Markdown. */
export function Content({ said, isTyped }: { said: Said; isTyped: boolean }) {
  const shown = readPayload(said)
  const { kind, text, quickReplies, buttons } = shown
  const Part = PARTS[kind] as (props: { readonly shown: Shown }) => ReactNode
  return (
    <div data-content={kind} className="flex min-w-0 flex-col gap-2">
      {text !== undefined && (isTyped ? <TypedWords text={text} /> : <Words text={text} />)}
      <Part shown={shown} />
      <Choices buttons={buttons} quickReplies={quickReplies} />
    </div>
  )
}

type PartOf<Kind extends ShownKind> = (props: { readonly shown: Extract<ShownContent, { kind: Kind }> }) => ReactNode

/** One renderer for each kind of content. */
const PARTS = {
  text: () => null,
  choice: () => <Chosen />,
  image: ({ shown }) => <Picture picture={shown.image} />,
  file: ({ shown }) => <FileLink url={shown.url} name={shown.name} bytes={shown.bytes} />,
  audio: ({ shown }) => <FileLink url={shown.url} name={shown.title} bytes={shown.bytes} kind="audio" />,
  video: ({ shown }) => <FileLink url={shown.url} name={shown.title} bytes={shown.bytes} kind="video" />,
  location: ({ shown }) => <PlaceLink place={shown} />,
  card: ({ shown }) => <CardView card={shown.card} />,
  carousel: ({ shown }) => <Carousel shown={shown} />,
  unknown: ({ shown }) => <Unknown name={shown.name} />,
} satisfies { readonly [Kind in ShownKind]: PartOf<Kind> }

function Carousel({ shown: { cards } }: { shown: Extract<ShownContent, { kind: 'carousel' }> }) {
  const { content } = useTexts()
  return (
    <section
      aria-label={content.cards(cards.length)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: without a focusable child, the keyboard could not scroll the cards.
      tabIndex={0}
      className="flex gap-2 overflow-x-auto pb-1"
    >
      {cards.map((card, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a message never changes.
        <CardView key={index} card={card} />
      ))}
    </section>
  )
}

function Chosen() {
  const { content } = useTexts()
  return <p className="text-small text-text-2">{content.chosen}</p>
}

/** Names content that cannot be shown, rather than leaving a gap. */
function Unknown({ name }: { name: string }) {
  const { content } = useTexts()
  return <p className="italic text-text-2">{content.unknown(name)}</p>
}
