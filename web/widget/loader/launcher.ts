import { type Identity, isPosted, MARK, type ToFrame, type ToHost } from '../messages.ts'
import { memory } from './memory.ts'
import type { Options } from './options.ts'
import { type Api, page } from './page.ts'
import { makeParts } from './parts.ts'

type Listener = (value: unknown) => void

/** On a screen of this size the open frame fills the screen. The styles contain the same condition. */
const FULL_SCREEN = '(max-width:520px),(max-height:460px)'

/** Draws the button, and runs the page's commands until `destroy`. Loads the frame when it is first opened. */
export function start(options: Options): void {
  const { url, color, launcher, position } = options
  const key = `interlude.${options.bot}`
  const parts = makeParts(options)
  const { host, button, box, set } = parts
  const listeners: Record<string, Set<Listener>> = {}
  const undo = new AbortController()
  const own = { color, launcherUrl: launcher, position }
  const fullScreen = matchMedia(FULL_SCREEN)
  const viewport = window.visualViewport

  let frame: HTMLIFrameElement | undefined
  let isReady = false
  let isOpen = false
  let isFull = false
  let unread = 0
  let titleMark = ''
  let identity: ToFrame | undefined
  let kept: ToFrame[] = []

  const emit = (event: string, value?: unknown) => {
    for (const listener of listeners[event] ?? []) listener(value)
  }

  const post = (message: ToFrame) => frame?.contentWindow?.postMessage({ ...message, mark: MARK }, url.origin)

  const draw = () => {
    parts.draw(isOpen, unread)
    markTitle()
  }

  const load = () => {
    if (frame) return
    frame = document.createElement('iframe')
    frame.title = 'Chat'
    frame.allow = 'autoplay'
    frame.referrerPolicy = 'origin'
    frame.src = url.href
    box.append(frame)
    memory('localStorage', key, true)
  }

  const show = (on: boolean, focus = true) => {
    if (on === isOpen) return
    const hadFocus = document.activeElement === host
    isOpen = on
    load()
    draw()
    fitScreen()
    memory('sessionStorage', key, on)
    if (on && focus) frame?.focus()
    if (!on && hadFocus) button.focus()
    if (isReady) post({ type: 'shown', on, focus })
    emit(on ? 'open' : 'close')
  }

  /** Marks the page's title while the tab is hidden, and removes the mark again. */
  function markTitle() {
    if (titleMark && document.title.startsWith(titleMark)) document.title = document.title.slice(titleMark.length)
    titleMark = unread && document.hidden ? `(${unread}) ` : ''
    if (titleMark) document.title = titleMark + document.title
  }

  /** Fits a full-screen frame above the keyboard, and stops the page behind it from scrolling. */
  function fitScreen() {
    const wasFull = isFull
    isFull = isOpen && fullScreen.matches
    if (isFull !== wasFull) document.documentElement.style.overflow = isFull ? 'hidden' : ''
    if (!viewport) return
    set('--h', `${viewport.height}px`)
    set('--y', `${viewport.offsetTop}px`)
  }

  const hear = ({ source, origin, data }: MessageEvent) => {
    if (source !== frame?.contentWindow || origin !== url.origin || !isPosted<ToHost>(data)) return
    switch (data.type) {
      case 'ready':
        isReady = true
        if (identity) post(identity)
        post({ type: 'shown', on: isOpen, focus: isOpen && document.activeElement === host })
        kept.forEach(post)
        kept = []
        break
      case 'look':
        parts.look(data.look)
        parts.look(own)
        draw()
        break
      case 'close':
        show(false)
        break
      case 'event':
        if (data.event === 'unread') {
          unread = data.value
          draw()
        }
        emit(data.event, data.value)
    }
  }

  const commands: Record<string, (first: unknown, second: unknown) => unknown> = {
    open: () => show(true),
    close: () => show(false),
    identify(user) {
      identity = { type: 'identify', identity: user as Identity }
      if (isReady) post(identity)
    },
    send(text) {
      load()
      const message = { type: 'send', text: `${text}` } as const
      if (isReady) post(message)
      else kept.push(message)
    },
    on(event, listener) {
      listeners[`${event}`] ??= new Set()
      listeners[`${event}`]?.add(listener as Listener)
      return () => listeners[`${event}`]?.delete(listener as Listener)
    },
    destroy() {
      isOpen = false
      unread = 0
      fitScreen()
      markTitle()
      undo.abort()
      host.remove()
      memory('sessionStorage', key, false)
      delete page.Interlude
    },
  }

  const api: Api = (command, first, second) =>
    commands[command] ? commands[command](first, second) : console.warn(`Interlude: no command '${command}'`)
  const queued = page.Interlude?.q ?? []
  api.loaded = true
  page.Interlude = api

  const { signal } = undo
  button.onclick = () => show(!isOpen)
  button.onkeydown = event => {
    if (event.key === 'Escape') show(false)
  }
  addEventListener('message', hear, { signal })
  document.addEventListener('visibilitychange', markTitle, { signal })
  viewport?.addEventListener('resize', fitScreen, { signal })
  viewport?.addEventListener('scroll', fitScreen, { signal })

  if (launcher === 'none') button.hidden = true
  parts.look(own)
  draw()
  document.body.append(host)
  for (const args of queued) api(...(Array.from(args) as [string]))

  if (memory('sessionStorage', key) && !fullScreen.matches) show(true, false)
  else if (memory('localStorage', key)) (window.requestIdleCallback ?? setTimeout)(load)
}
