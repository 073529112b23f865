import { render } from 'preact'
import { App } from './App.tsx'
import { connectHost } from './host.ts'
import { applyLanguage, applyLook } from './look.ts'
import { readParams } from './params.ts'
import './styles.css'
import { openStorage } from './storage.ts'
import { loadTexts } from './texts/catalogue.ts'

const params = readParams(location.search, navigator.language)
const page = document.documentElement
page.dataset.mode = params.host === undefined ? 'page' : 'frame'
applyLook(page, params)

const texts = await loadTexts(params.language, navigator.languages)
applyLanguage(page, params, texts.language)
document.title = params.title ?? texts.say('chat')
render(
  <App params={params} texts={texts} storage={openStorage()} host={connectHost(window, params.host)} />,
  document.body,
)
