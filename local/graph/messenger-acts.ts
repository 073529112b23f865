import { defined } from '../../lib/defined.ts'
import type { Graph } from './graph.ts'
import type { Person } from './person.ts'
import { isHttpUrl, lengthOf } from './text.ts'

const HOUR_MS = 3_600_000
const MAX_TEXT = 2_000
const FILES = new Set(['image', 'audio', 'video', 'file'])

/** An act of the page's forms on one conversation. Throws an error that people can read. */
type Act = (graph: Graph, person: Person, fields: URLSearchParams) => void

const ACTS: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['say', (_, person, fields) => person.says(textOf(fields))],
  ['say-file', (_, person, fields) => person.sendsFile(...fileOf(fields))],
  ['start', (_, person) => person.starts()],
  ['tap', (_, person, fields) => person.tapsAt(midOf(fields), indexOf(fields))],
  ['press', (_, person, fields) => person.pressesAt(midOf(fields), indexOf(fields))],
  ['react', (_, person, fields) => person.reacts(midOf(fields), fields.get('emoji') ?? undefined)],
  ['unsend', (_, person, fields) => person.deletes(midOf(fields))],
  ['read', (_, person) => person.reads()],
  ['switch-on', (_, person) => person.comesOnline()],
  ['switch-off', (_, person) => person.goesOffline()],
  ['block', (_, person) => person.blocks()],
  ['unblock', (_, person) => person.unblocks()],
  ['wait', (_, person, fields) => person.waited(Number(fields.get('hours')) * HOUR_MS)],
  ['answer', ({ inbox }, { thread }, fields) => inbox.says(thread, textOf(fields))],
  ['answer-file', ({ inbox }, { thread }, fields) => inbox.sendsFile(thread, ...fileOf(fields))],
  ['take', ({ inbox }, { thread }) => inbox.takes(thread)],
  ['pass', ({ inbox }, { thread }, fields) => inbox.passes(thread, fields.get('app') ?? '')],
])

/** Carries out a form of the page. Returns the person whose conversation to show. Throws an error that people can read. */
export const act = (graph: Graph, fields: URLSearchParams): string => {
  const name = fields.get('act') ?? ''
  if (name === 'meet') return meet(graph, fields)
  const known = ACTS.get(name)
  if (known === undefined) throw new Error('This form is unknown.')
  const person = graph.person(fields.get('person') ?? '')
  known(graph, person, fields)
  return person.psid
}

const meet = (graph: Graph, fields: URLSearchParams): string => {
  const page = graph.world.page(fields.get('page') ?? '')
  const firstName = fields.get('firstName')?.trim() ?? ''
  const picture = fields.get('picture')?.trim() ?? ''
  const locale = fields.get('locale')?.trim() ?? ''
  if (firstName === '') throw new Error('A person needs a first name.')
  if (picture !== '' && !isHttpUrl(picture)) throw new Error('The picture needs an address that begins with http.')
  if (!/^[a-z]{2,3}_[A-Z]{2}$/.test(locale)) throw new Error('The language needs the form en_US.')
  const profile = {
    firstName,
    lastName: fields.get('lastName')?.trim() ?? '',
    picture: picture === '' ? undefined : picture,
    locale,
    timezone: 0,
  }
  return graph.addPerson(page, defined(profile)).psid
}

const textOf = (fields: URLSearchParams): string => {
  const text = fields.get('text')?.trim() ?? ''
  if (text === '') throw new Error('Write something first.')
  if (lengthOf(text) > MAX_TEXT) throw new Error(`A message has at most ${MAX_TEXT} characters.`)
  return text
}

const fileOf = (fields: URLSearchParams): [type: string, url: string] => {
  const type = fields.get('type') ?? ''
  const url = fields.get('url')?.trim() ?? ''
  if (!FILES.has(type) || !isHttpUrl(url)) throw new Error('A file needs an address that begins with http.')
  return [type, url]
}

const midOf = (fields: URLSearchParams): string => fields.get('mid') ?? ''

const indexOf = (fields: URLSearchParams): number => Number(fields.get('index') ?? '-1')
