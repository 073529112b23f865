import type { Params } from './params.ts'

/** Languages that are written from right to left. */
const RIGHT_TO_LEFT = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi'])

/** Sets the page's language and direction. A host page may have another direction than its language. */
export function applyLanguage(
  root: HTMLElement,
  { language, direction }: Pick<Params, 'language' | 'direction'>,
  spoken: string,
) {
  root.lang = spoken
  root.dir = direction ?? (RIGHT_TO_LEFT.has(language.split('-')[0] ?? '') ? 'rtl' : 'ltr')
}

interface Look {
  readonly color?: string | undefined
  readonly radiusPx?: number | undefined
  readonly theme?: 'light' | 'dark' | undefined
}

/** Applies colour, corners and theme. Ignores an invalid colour. */
export function applyLook(root: HTMLElement, { color, radiusPx, theme }: Look): void {
  if (color !== undefined && CSS.supports('color', color)) root.style.setProperty('--brand', color)
  if (radiusPx !== undefined) root.style.setProperty('--bubble', `${Math.min(radiusPx, 20)}px`)
  if (theme !== undefined) root.dataset.theme = theme
}
