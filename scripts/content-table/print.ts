import {
  CONTENT_TABLE,
  type ContentName,
  DELIVERY_TIMES,
  type Form,
  type Place,
} from '../../lib/channels/content-table.ts'

const BEGIN = '<!-- content-table: npm run content-table -->'
const END = '<!-- /content-table -->'

const HEADS: { readonly [At in Place]: string } = { web: 'widget', webhook: '`webhook`', messenger: '`messenger`' }
const PLACES = Object.keys(HEADS) as readonly Place[]

/** Returns the page with the table of contents between its markers. Throws if the page has no markers. */
export function withTable(page: string): string {
  const [before, rest] = cut(page, BEGIN)
  const [, after] = cut(rest, END)
  return `${before}${BEGIN}\n\n${table()}\n\n${END}${after}`
}

function table(): string {
  const rows = Object.entries(CONTENT_TABLE).map(([name, forms]) => [
    labelOf(name as ContentName),
    ...PLACES.map(place => cellOf(forms[place])),
  ])
  return [
    row(['content', ...PLACES.map(place => HEADS[place])]),
    row(['---', ...PLACES.map(() => '---')]),
    ...rows.map(row),
    row(['delivered', ...PLACES.map(place => DELIVERY_TIMES[place])]),
  ].join('\n')
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const cellOf = ({ becomes, loses }: Form): string => (loses === undefined ? becomes : `${becomes}. Loses ${loses}`)

function labelOf(name: ContentName): string {
  const button = /^(.+)Button$/.exec(name)?.[1]
  return button === undefined ? `\`${name}\`` : `button \`${button}\``
}

function cut(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark)
  if (at === -1) throw new Error(`the page has no line ${mark}`)
  return [text.slice(0, at), text.slice(at + mark.length)]
}
