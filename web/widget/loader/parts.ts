import type { LauncherLook } from '../messages.ts'
import type { Options } from './options.ts'
import { STYLE } from './style.ts'

const SVG = 'http://www.w3.org/2000/svg'
const BUBBLE = 'M21 11.5a8.4 8.4 0 0 1-12 7.6L3.5 20.5l1.4-4.6A8.5 8.5 0 1 1 21 11.5Z'
const CHEVRON = 'm5 9 7 7 7-7'

/** Creates the widget's elements in the host page: a shadow root with the button, and later the frame. */
export function makeParts({ radius, unreadWord }: Options) {
  const host = document.createElement('interlude-widget')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  const box = document.createElement('div')
  const button = document.createElement('button')
  const badge = document.createElement('b')
  const bubble = icon(BUBBLE)
  const chevron = icon(CHEVRON)
  let picture: Element = bubble
  let name = 'Chat'
  let corner = ''

  const set = (property: string, value: string) => host.style.setProperty(property, value)

  sheet.replaceSync(STYLE)
  root.adoptedStyleSheets = [sheet]
  button.type = 'button'
  box.append(button)
  root.append(box)
  if (radius) set('--r', `${radius}px`)

  return {
    host,
    box,
    button,
    /** Sets a property of the host element's style. */
    set,
    /** Draws the button: its picture for open or closed, and the number of unread messages. */
    draw(isOpen: boolean, unread: number) {
      box.className = `${corner} ${isOpen ? 'open' : ''}`
      badge.textContent = isOpen || !unread ? '' : unread > 9 ? '9+' : `${unread}`
      button.ariaExpanded = `${isOpen}`
      button.ariaLabel = name + (unread ? `, ${unread} ${unreadWord}` : '')
      button.replaceChildren(isOpen ? chevron : picture, badge)
    },
    /** Applies colour, picture, name and corner, from the script's attributes or the bot's configuration. */
    look({ color, launcherUrl, open, position }: LauncherLook) {
      if (color) set('--interlude-color', color)
      if (open) name = open
      if (position) corner = position
      if (!launcherUrl || button.hidden) return
      const image = new Image()
      image.alt = ''
      image.src = launcherUrl
      picture = image
    },
  }
}

function icon(path: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  const line = document.createElementNS(SVG, 'path')
  svg.setAttribute('viewBox', '0 0 24 24')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}
