import { Fragment, memo } from 'react'
import { asLine, calmText } from '../../../../lib/protocol/line.ts'
import { honestWords } from '../../../shared/links.ts'
import { type Block, type Inline, type Line, readMarkdown, readPlain } from '../../../shared/markdown.ts'
import { OutLink } from './OutLink.tsx'

/** Shows a text with the Markdown of chat messages. Everything becomes elements and text, never HTML. */
export const Words = memo(function Words({ text }: { text: string }) {
  return (
    <div dir="auto" className="flex flex-col gap-2 wrap-anywhere">
      {readMarkdown(calmText(text)).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a message never changes.
        <BlockOf key={index} block={block} />
      ))}
    </div>
  )
})

/** Shows a text exactly as typed, except that addresses become links. */
export const TypedWords = memo(function TypedWords({ text }: { text: string }) {
  return (
    <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
      <LineOf line={readPlain(calmText(text))} />
    </p>
  )
})

function BlockOf({ block }: { block: Block }) {
  switch (block.type) {
    case 'paragraph':
      return (
        <p>
          <Lines lines={block.lines} />
        </p>
      )
    case 'heading':
      return (
        <p className="font-semibold">
          <Lines lines={block.lines} />
        </p>
      )
    case 'quote':
      return (
        <blockquote className="border-line-strong border-s-2 ps-3 text-text-2">
          <Lines lines={block.lines} />
        </blockquote>
      )
    case 'list': {
      const items = block.items.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a message never changes.
        <li key={index}>
          <LineOf line={line} />
        </li>
      ))
      return block.start === undefined ? (
        <ul className="list-disc ps-5">{items}</ul>
      ) : (
        <ol start={block.start} className="list-decimal ps-5">
          {items}
        </ol>
      )
    }
    case 'code':
      return (
        <pre dir="ltr" className="whitespace-pre-wrap rounded-control bg-ground p-2 font-mono text-small">
          <code>{block.text}</code>
        </pre>
      )
    default:
      return block satisfies never
  }
}

function Lines({ lines }: { lines: readonly Line[] }) {
  return lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a message never changes.
    <Fragment key={index}>
      {index > 0 && <br />}
      <LineOf line={line} />
    </Fragment>
  ))
}

function LineOf({ line }: { line: Line }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a message never changes.
  return line.map((piece, index) => <Piece key={index} piece={piece} />)
}

function Piece({ piece }: { piece: Inline }) {
  switch (piece.type) {
    case 'text':
      return piece.text
    case 'code':
      return <code className="rounded-control bg-ground px-1 font-mono text-small">{piece.text}</code>
    case 'strong':
      return (
        <strong className="font-semibold">
          <LineOf line={piece.of} />
        </strong>
      )
    case 'emphasis':
      return (
        <em>
          <LineOf line={piece.of} />
        </em>
      )
    case 'struck':
      return (
        <s>
          <LineOf line={piece.of} />
        </s>
      )
    case 'link':
      return <OutLink href={piece.href}>{honestWords(asLine(piece.words), piece.href)}</OutLink>
    default:
      return piece satisfies never
  }
}
