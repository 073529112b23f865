import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** An e-mail, a text message or a request to confirm that SNS would have sent. */
export interface Letter {
  /** Ascending, also over restarts. */
  readonly id: number
  readonly at: string
  /** `https`: the request to confirm a subscription by HTTP. */
  readonly protocol: 'email' | 'sms' | 'https'
  readonly to: string
  readonly subject?: string
  readonly body: string
  readonly attributes: Readonly<Record<string, string>>
}

/** How many letters to keep, the newest ones. */
export const KEPT = 1000

/** Letters in the order of their sending, in a file of JSON lines or, without a file, in memory. */
export class Outbox {
  readonly #file: string | undefined
  #letters: Letter[] = []
  #lines = 0
  #newest = 0

  /** Throws if the file cannot be written. Drops a line that a crash truncated. */
  constructor(file?: string) {
    this.#file = file
    if (file === undefined) return
    mkdirSync(dirname(file), { recursive: true })
    this.#letters = readLetters(file).slice(-KEPT)
    this.#newest = this.#letters.at(-1)?.id ?? 0
    this.#compact()
  }

  /** Adds a letter. It is in the file when this returns. */
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

  /** The letters with a higher id than `id`, ascending. */
  after(id: number): readonly Letter[] {
    return this.#letters.filter(letter => letter.id > id)
  }

  /** Replaces the file by one with only the kept letters. */
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
      // A crash truncated this line.
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
