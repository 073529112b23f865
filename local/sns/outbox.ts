import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** An e-mail or a text message that would have left this machine. */
export interface Letter {
  /** Ascending, over restarts too. */
  readonly id: number
  readonly at: string
  readonly protocol: 'email' | 'sms'
  readonly to: string
  readonly subject?: string
  readonly body: string
  readonly attributes: Readonly<Record<string, string>>
}

/** So many are kept, the newest. */
export const KEPT = 1000

/** Letters in the order of their sending: in a file of JSON lines where one is given, else in memory. */
export class Outbox {
  readonly #file: string | undefined
  #letters: Letter[] = []
  #lines = 0
  #newest = 0

  /** Throws where the file cannot be written. A line cut off by a crash is dropped. */
  constructor(file?: string) {
    this.#file = file
    if (file === undefined) return
    mkdirSync(dirname(file), { recursive: true })
    this.#letters = readLetters(file).slice(-KEPT)
    this.#newest = this.#letters.at(-1)?.id ?? 0
    this.#compact()
  }

  /** It is in the file when this returns. */
  add(letter: Omit<Letter, 'id'>): Letter {
    const sent: Letter = { id: this.#newest + 1, ...letter }
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(sent)}\n`, { mode: 0o600 })
    this.#newest = sent.id
    this.#lines += 1
    this.#letters.push(sent)
    if (this.#letters.length > KEPT) this.#letters.shift()
    if (this.#lines >= 2 * KEPT) this.#compact()
    return sent
  }

  /** Those with an id over `id`, ascending. */
  after(id: number): readonly Letter[] {
    return this.#letters.filter(letter => letter.id > id)
  }

  /** Rewrites the file with what is kept, by rename. */
  #compact(): void {
    this.#lines = this.#letters.length
    if (this.#file === undefined) return
    const next = `${this.#file}.next`
    writeFileSync(next, this.#letters.map(letter => `${JSON.stringify(letter)}\n`).join(''), { mode: 0o600 })
    renameSync(next, this.#file)
  }
}

const readLetters = (file: string): Letter[] => {
  const letters: Letter[] = []
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
  for (const line of text.split('\n')) {
    try {
      const letter: unknown = JSON.parse(line)
      if (isLetter(letter)) letters.push(letter)
    } catch {
      // Cut off in the middle of a write.
    }
  }
  return letters
}

const isLetter = (value: unknown): value is Letter =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  Number.isInteger(value.id) &&
  'body' in value &&
  typeof value.body === 'string'
