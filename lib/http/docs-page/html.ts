/** Markup that is safe to send: everything in it that came from elsewhere is escaped. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Piece = Html | string | number | false | undefined | readonly Piece[]

/** A template whose values are escaped, except markup that was made by this tag itself. `false` and `undefined` are nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return new Html(strings.reduce((text, part, i) => text + written(values[i - 1]) + part))
}

/** Text in which what stands between backticks becomes code. */
export function prose(text: string): Html {
  return html`${text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))}`
}

/** Pieces with something between them. */
export function joined(pieces: readonly Piece[], between: Piece): Html {
  return html`${pieces.map((piece, i) => (i === 0 ? piece : [between, piece]))}`
}

function written(piece: Piece): string {
  if (piece === undefined || piece === false) return ''
  if (piece instanceof Html) return piece.text
  if (typeof piece === 'object') return piece.map(written).join('')
  return escaped(String(piece))
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, char => ENTITIES[char] ?? '')
}
