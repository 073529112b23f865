import './styles.css'

type Interlude = (command: string, ...args: unknown[]) => unknown

interface Identity {
  readonly userId: string
  readonly expiresAt: string
  readonly signature: string
}

interface Stub extends Interlude {
  q?: unknown[][]
}

const page = window as unknown as { Interlude?: Stub }
const EVENTS = ['open', 'close', 'message', 'unread', 'handoff', 'expired'] as const
const SHOWN_EVENTS = 8

/** Queues calls until the widget's script has loaded, which then runs them. */
function stub(): Stub {
  const keep: Stub = (...args) => keep.q?.push(args)
  keep.q = []
  return keep
}

const interlude: Interlude = (...args) => {
  page.Interlude ??= stub()
  return page.Interlude(...args)
}

/**
 * A real shop's server would do this: it knows its customer, and signs the user's id with the bot's identity secret.
 */
async function identify(): Promise<void> {
  const answer = await fetch('/_demo/identity', { method: 'POST' })
  if (!answer.ok) return
  const identity: Identity = await answer.json()
  interlude('identify', identity)
  const account = document.querySelector('[data-account]')
  if (account !== null) account.textContent = 'Ida Larsen'
  for (const button of document.querySelectorAll('.account [data-do="identify"]')) button.remove()
}

const CALLS: Record<string, () => void> = {
  open: () => interlude('open'),
  close: () => interlude('close'),
  send: () => {
    interlude('open')
    interlude('send', 'Show me your gear')
  },
  identify: () => void identify(),
  destroy: () => interlude('destroy'),
}

function report(event: string, value: unknown): void {
  const list = document.querySelector('[data-events]')
  if (list === null) return
  const line = document.createElement('li')
  const name = document.createElement('strong')
  const said = document.createElement('code')
  name.textContent = event
  said.textContent = value === undefined || value === null ? '' : JSON.stringify(value)
  line.append(name, ' ', said)
  list.prepend(line)
  while (list.children.length > SHOWN_EVENTS) list.lastElementChild?.remove()
}

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-do], [data-ask]') : null
  const { do: call, ask } = button?.dataset ?? {}
  if (call !== undefined) CALLS[call]?.()
  if (ask !== undefined) {
    interlude('open')
    interlude('send', ask)
  }
})

for (const event of EVENTS) interlude('on', event, (value: unknown) => report(event, value))
