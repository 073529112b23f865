import { linkUrl } from '../../lib/protocol/safe-url.ts'

/** A part of a line. No variant contains markup: renderers make elements of these, and text stays text. */
export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis' | 'struck'; readonly of: readonly Inline[] }
  | { readonly type: 'link'; readonly href: string; readonly words: string }

export type Line = readonly Inline[]

/** A part of a text that starts on a new line. */
export type Block =
  | { readonly type: 'paragraph' | 'heading' | 'quote'; readonly lines: readonly Line[] }
  | { readonly type: 'list'; readonly start: number | undefined; readonly items: readonly Line[] }
  | { readonly type: 'code'; readonly text: string }

/** Longest span of a mark, so that the time to read a stranger's text grows only with its length. */
const MAX_SPAN = 500
const MAX_DEPTH = 4

const LINKS = /\bhttps?:\/\/[^\s<>"'`|\\^{}]{1,2000}|\bmailto:[^\s<>"'`]{1,300}/
const MARKS = [
  `(?<code>\`[^\`\\n]{1,${MAX_SPAN}}\`)`,
  `\\[(?<words>[^\\[\\]\\n]{1,${MAX_SPAN}})\\]\\((?<href>[^\\s()]{1,2000}(?:\\([^\\s()]{0,200}\\)[^\\s()]{0,500})?)\\)`,
  `\\*\\*(?<strong>\\S[^\\n]{0,${MAX_SPAN}}?)\\*\\*`,
  `~~(?<struck>\\S[^\\n~]{0,${MAX_SPAN}}?)~~`,
  `(?<![\\p{L}\\p{N}*])\\*(?<star>[^\\s*][^*\\n]{0,${MAX_SPAN}}?)\\*(?![\\p{L}\\p{N}*])`,
  `(?<![\\p{L}\\p{N}_])_(?<bar>[^\\s_][^_\\n]{0,${MAX_SPAN}}?)_(?![\\p{L}\\p{N}_])`,
  `(?<bare>${LINKS.source})`,
].join('|')

const FENCE = /^\s{0,3}```/
const BULLET = /^\s{0,6}[-*+•]\s+(.*)$/
const NUMBER = /^\s{0,6}(\d{1,9})[.)]\s+(.*)$/
const HEADING = /^\s{0,3}#{1,6}\s+(.*)$/
const QUOTE = /^\s{0,3}>\s?(.*)$/

/**
 * Parses the subset of Markdown that chat messages use: emphasis, code, links, lists, quotes, and headings as emphasis.
 * Everything else, including HTML, is text.
 */
export function readMarkdown(text: string): readonly Block[] {
  const lines = text.split('\n')
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    const { block, next } = readBlock(lines, at)
    if (block !== undefined) blocks.push(block)
    at = next
  }
  return blocks
}

interface Read {
  readonly block: Block | undefined
  readonly next: number
}

function readBlock(lines: readonly string[], at: number): Read {
  const line = lines[at] ?? ''
  if (line.trim() === '') return { block: undefined, next: at + 1 }
  if (FENCE.test(line)) {
    const end = lines.findIndex((each, index) => index > at && FENCE.test(each))
    const last = end === -1 ? lines.length : end
    return { block: { type: 'code', text: lines.slice(at + 1, last).join('\n') }, next: last + 1 }
  }
  const heading = HEADING.exec(line)
  if (heading !== null) return { block: { type: 'heading', lines: [readLine(heading[1] ?? '')] }, next: at + 1 }
  const number = NUMBER.exec(line)
  if (number !== null) return readItems(lines, at, NUMBER, 2, Number(number[1]))
  if (BULLET.test(line)) return readItems(lines, at, BULLET, 1, undefined)
  if (QUOTE.test(line)) {
    const next = endOf(lines, at, each => QUOTE.test(each))
    const quoted = lines.slice(at, next).map(each => readLine(QUOTE.exec(each)?.[1] ?? ''))
    return { block: { type: 'quote', lines: quoted }, next }
  }
  const next = endOf(lines, at, each => each.trim() !== '' && !beginsBlock(each))
  return { block: { type: 'paragraph', lines: lines.slice(at, next).map(each => readLine(each)) }, next }
}

function readItems(lines: readonly string[], at: number, mark: RegExp, words: number, start: number | undefined): Read {
  const next = endOf(lines, at, each => mark.test(each))
  const items = lines.slice(at, next).map(each => readLine(mark.exec(each)?.[words] ?? ''))
  return { block: { type: 'list', start, items }, next }
}

/** Returns the index of the first line after `at` that is not part of the block starting there. */
function endOf(lines: readonly string[], at: number, belongs: (line: string) => boolean): number {
  let next = at + 1
  while (next < lines.length && belongs(lines[next] ?? '')) next += 1
  return next
}

function beginsBlock(line: string): boolean {
  return [FENCE, HEADING, NUMBER, BULLET, QUOTE].some(mark => mark.test(line))
}

/** Parses the marks within a line. */
export function readLine(text: string, depth = 0): Line {
  return pieces(text, new RegExp(MARKS, 'gu'), (groups, whole) => readMark(groups, whole, depth))
}

/** Parses a text that was typed without Markdown: only addresses become links. */
export function readPlain(text: string): Line {
  return pieces(text, new RegExp(`(?<bare>${LINKS.source})`, 'gu'), (groups, whole) => readMark(groups, whole, 0))
}

type Groups = Readonly<Record<string, string | undefined>>

function pieces(text: string, marks: RegExp, read: (groups: Groups, whole: string) => Line): Line {
  const line: Inline[] = []
  let at = 0
  for (const match of text.matchAll(marks)) {
    if (match.index > at) line.push({ type: 'text', text: text.slice(at, match.index) })
    line.push(...read(match.groups ?? {}, match[0]))
    at = match.index + match[0].length
  }
  if (at < text.length) line.push({ type: 'text', text: text.slice(at) })
  return line
}

function readMark({ code, words, href, strong, struck, star, bar, bare }: Groups, whole: string, depth: number): Line {
  if (code !== undefined) return [{ type: 'code', text: code.slice(1, -1) }]
  if (bare !== undefined) return readBare(bare)
  if (words !== undefined && href !== undefined) {
    const safe = linkUrl(href)
    return safe === undefined ? [{ type: 'text', text: words }] : [{ type: 'link', href: safe, words }]
  }
  const inner = strong ?? struck ?? star ?? bar
  if (inner === undefined || depth === MAX_DEPTH) return [{ type: 'text', text: whole }]
  const type = strong !== undefined ? 'strong' : struck !== undefined ? 'struck' : 'emphasis'
  return [{ type, of: readLine(inner, depth + 1) }]
}

/**
 * Parses a bare address. Leaves out the punctuation of the sentence around it, but keeps a bracket that was opened
 * inside it.
 */
function readBare(bare: string): Line {
  const trimmed = bare.replace(/[.,;:!?'")\]*_~]+$/, '')
  const opens = trimmed.split('(').length > trimmed.split(')').length && bare.charAt(trimmed.length) === ')'
  const address = opens ? `${trimmed})` : trimmed
  const rest = bare.slice(address.length)
  const href = linkUrl(address)
  if (href === undefined) return [{ type: 'text', text: bare }]
  const link: Inline = { type: 'link', href, words: address }
  return rest === '' ? [link] : [link, { type: 'text', text: rest }]
}
