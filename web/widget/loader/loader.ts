import { start } from './launcher.ts'
import { readOptions } from './options.ts'
import { page } from './page.ts'

const script = document.currentScript ?? document.querySelector('script[data-bot][src*="widget.js"]')
if (page.Interlude?.loaded) {
  console.warn('Interlude: the widget is included twice; only the first one counts.')
} else if (script instanceof HTMLScriptElement && script.dataset.bot) {
  const options = readOptions(script)
  if (document.body) start(options)
  else addEventListener('DOMContentLoaded', () => start(options))
} else {
  console.error('Interlude: data-bot is missing.')
}
