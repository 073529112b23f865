/** Each kind of fault is reported once, with its replay; at most this many kinds. */
const MAX_KINDS = 20
const MAX_SHOWN_CHARS = 1_500

/** The circumstances of a fault. `index`: the number of the case, for a replay. */
export interface Met {
  readonly index?: number | undefined
  readonly where: string
  readonly sent: unknown
  readonly answered?: unknown
}

/** The faults of a run. */
export class Faults {
  private readonly kinds = new Map<string, { readonly text: string; count: number }>()
  private readonly replay: (index: number) => string

  /** `replay` returns the command that runs one case alone. */
  constructor(replay: (index: number) => string) {
    this.replay = replay
  }

  add(faults: readonly string[], met: Met): void {
    for (const fault of faults) {
      const kind = `${fault.slice(0, 90)} ${met.where}`
      const known = this.kinds.get(kind)
      if (known) known.count++
      else this.kinds.set(kind, { text: this.described(fault, met), count: 1 })
    }
  }

  /** Empty if there were no faults. */
  report(): string {
    const all = [...this.kinds.values()].map(({ text, count }) => `${text}\n  (${count} times)`)
    const rest = all.length > MAX_KINDS ? [`and ${all.length - MAX_KINDS} other kinds`] : []
    return [...all.slice(0, MAX_KINDS), ...rest].join('\n\n')
  }

  private described(fault: string, { index, where, sent, answered }: Met): string {
    const replay = index === undefined ? '' : `\n  replay: ${this.replay(index)}`
    return `${fault} (${where})${replay}\n  sent: ${shown(sent)}\n  answered: ${shown(answered)}`
  }
}

function shown(what: unknown): string {
  const brief = (key: string, value: unknown) =>
    /^(token|authorization)$/.test(key) ? `${String(value).slice(0, 12)}…` : value
  return String(JSON.stringify(what, brief)).slice(0, MAX_SHOWN_CHARS)
}
