import type { ClientEnvironment, Undo } from './environment.ts'
import { Pinger } from './pinger.ts'
import { Renewal } from './renewal.ts'
import type { Connection } from './socket.ts'
import type { FrameOf } from './surface.ts'
import type { Tokens } from './tokens.ts'

export interface UpkeepPorts {
  /** The cursor of each watched conversation. */
  pingCursors(): readonly (readonly [session: string, cursor: number])[]
  /** Whether entries are known to be missing. */
  isLacking(): boolean
  /** The ping interval of an idle connection of this person, given the server's `pingMs`. */
  pingIntervalMs(pingMs: number): number
  /** Called when a fresh token was accepted after the old one had ended. The server may have left out pushes. */
  onHeardAgain(): void
}

/** Keeps an open connection usable: pings it, brings fresh tokens, and checks it when the tab is back. */
export class Upkeep {
  readonly pinger: Pinger
  readonly renewal: Renewal
  readonly #inattentive: Undo
  #pingMs = 0

  /** `onFailed`: the connection is dead, or no fresh token could be had for it. */
  constructor({ clock, attention }: ClientEnvironment, tokens: Tokens, ports: UpkeepPorts, onFailed: () => void) {
    this.pinger = new Pinger({
      clock,
      cursors: () => ports.pingCursors(),
      isLacking: () => ports.isLacking(),
      intervalMs: () => ports.pingIntervalMs(this.#pingMs),
      onDead: onFailed,
    })
    this.renewal = new Renewal({
      clock,
      tokens,
      onRenewed: wasLate => {
        // Fetch the entries that were not pushed if the old token had ended.
        this.pinger.heal()
        if (wasLate) ports.onHeardAgain()
      },
      onFailed,
    })
    this.#inattentive = attention.onChange(() => {
      if (attention.isVisible() && attention.isOnline()) this.pinger.check()
    })
  }

  start(connection: Connection, { pingMs, expiresAt }: FrameOf<'welcome'>): void {
    this.#pingMs = pingMs
    this.pinger.start(connection)
    this.renewal.start(connection, expiresAt)
  }

  stop(): void {
    this.pinger.stop()
    this.renewal.stop()
  }

  /** Stops following the tab for good. */
  close(): void {
    this.#inattentive()
  }
}
