import { unreadIn } from './texts.ts'

/** Reads the attributes of the script element that includes the widget. */
export function readOptions({ dataset, src }: HTMLScriptElement) {
  const { bot = '', color, title, radius, theme, launcher, position } = dataset
  const language = dataset.language || document.documentElement.lang || navigator.language
  const url = new URL('widget/', src)
  const { dir } = document
  const host = location.origin
  for (const [name, value] of Object.entries({ bot, color, title, radius, theme, language, dir, host })) {
    if (value) url.searchParams.set(name, value)
  }
  return {
    bot,
    url,
    color,
    radius,
    /** The URL of a picture, or `none` for a page that opens the widget itself. */
    launcher,
    position,
    unreadWord: unreadIn(language),
  }
}
export type Options = ReturnType<typeof readOptions>
