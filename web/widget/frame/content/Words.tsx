import { asLine, calmText } from '../../../../lib/protocol/line.ts'
import { honestWords } from '../../../shared/links.ts'
import { type Block, type Inline, type Line, readMarkdown, readPlain } from '../../../shared/markdown.ts'
import { Link } from './Link.tsx'

/** Shows a text with the Markdown of chat messages. Everything becomes elements and text, never HTML. */
export function Words({ text }: { readonly text: string }) {
  return (
    <div class="words" dir="auto">
      {readMarkdown(calmText(text)).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a message never changes.
        <BlockOf key={index} block={block} />
      ))}
    </div>
  )
}

/** Shows a text exactly as typed, except that addresses become links. */
export function TypedWords({ text }: { readonly text: string }) {
  return (
    <div class="words typed" dir="auto">
      <LineOf line={readPlain(calmText(text))} />
    </div>
  )
}

function BlockOf({ block }: { readonly block: Block }) {
  switch (block.type) {
    case 'paragraph':
      return (
        <p>
          <Lines lines={block.lines} />
        </p>
      )
    case 'heading':
      return (
        <p>
          <strong>
            <Lines lines={block.lines} />
          </strong>
        </p>
      )
    case 'quote':
      return (
        <blockquote>
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
      return block.start === undefined ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>
    }
    case 'code':
      return (
        <pre dir="ltr">
          <code>{block.text}</code>
        </pre>
      )
    default:
      return block satisfies never
  }
}

function Lines({ lines }: { readonly lines: readonly Line[] }) {
  return lines.map((line, index) => (
    <>
      {index > 0 && <br />}
      <LineOf line={line} />
    </>
  ))
}

function LineOf({ line }: { readonly line: Line }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a message never changes.
  return line.map((piece, index) => <Piece key={index} piece={piece} />)
}

function Piece({ piece }: { readonly piece: Inline }) {
  switch (piece.type) {
    case 'text':
      return piece.text
    case 'code':
      return <code>{piece.text}</code>
    case 'strong':
      return (
        <strong>
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
      return <Link href={piece.href}>{honestWords(asLine(piece.words), piece.href)}</Link>
    default:
      return piece satisfies never
  }
}
