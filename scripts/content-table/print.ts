import { CONTENT_TABLE, type Place } from '../../lib/channels/content-table.ts'
import type { ContentName, Form } from '../../lib/channels/forms.ts'

const BEGIN = '<!-- content-table: npm run content-table -->'
const END = '<!-- /content-table -->'

const PLACES = Object.keys(CONTENT_TABLE) as readonly Place[]
const NAMES = Object.keys(CONTENT_TABLE.web).filter(name => name !== 'delivered') as readonly ContentName[]

/** Returns the page with the table of contents between its markers. Throws if the page has no markers. */
export function withTable(page: string): string {
  const [before, rest] = cut(page, BEGIN)
  const [, after] = cut(rest, END)
  return `${before}${BEGIN}\n\n${table()}\n\n${END}${after}`
}

function table(): string {
  const rows = NAMES.map(name => [labelOf(name), ...PLACES.map(place => cellOf(CONTENT_TABLE[place][name]))])
  return [
    row(['content', ...PLACES.map(headOf)]),
    row(['---', ...PLACES.map(() => '---')]),
    ...rows.map(row),
    row(['delivered', ...PLACES.map(place => CONTENT_TABLE[place].delivered)]),
  ].join('\n')
}

const headOf = (place: Place): string => (place === 'web' ? 'widget' : `\`${place}\``)

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
